const { escape, link, page } = require("./page.js");

exports.render = (data) => {
  const { byKey, mentioning } = data.collections;
  const date = data.day ? `\n<dt>Date</dt><dd>${escape(data.day)}</dd>` : "";
  const facts = ["proposer", "actors", "initiatives", "topics"]
    .filter((key) => data[key])
    .map((key) => `\n<dt>${key}</dt><dd>${data[key].map((named) => link(byKey.get(named))).join(" ")}</dd>`);
  const from = mentioning.get(data.key);
  const mentions = from
    ? `<h2>Mentioned by</h2>\n<ul>\n${from.map((item) => `<li>${link(item)}</li>`).join("\n")}\n</ul>`
    : "";
  return page(data, `<dl>${date}${facts.join("")}\n</dl>\n${data.content}\n${mentions}`);
};
