const { escape, link, page } = require("./page.js");

exports.render = (data) => {
  const items = data.collections[data.kind];
  const day = (item) => (data.kind === "events" ? `<time>${escape(item.data.date)}</time> ` : "");
  const lines = items.map((item) => `<li>${day(item)}${link(item)} ${escape(item.data.description)}</li>`);
  return page(data, `<ul>\n${lines.join("\n")}\n</ul>`);
};
