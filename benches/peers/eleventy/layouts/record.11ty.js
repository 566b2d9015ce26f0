const { escape, link, page } = require("./page.js");

exports.render = (data) => {
  const { byPath, mentioning } = data.collections;
  const date = data.date ? `\n<dt>Date</dt><dd>${escape(data.date)}</dd>` : "";
  const facts = ["proposer", "actors", "initiatives", "topics"]
    .filter((key) => data[key])
    .map((key) => `\n<dt>${key}</dt><dd>${data[key].map((path) => link(byPath.get(path))).join(" ")}</dd>`);
  const from = Array.from(mentioning.get(data.page.filePathStem) ?? [], (path) => `<li>${link(byPath.get(path))}</li>`);
  const mentions = from.length ? `<h2>Mentioned by</h2>\n<ul>\n${from.join("\n")}\n</ul>` : "";
  return page(data, `<dl>${date}${facts.join("")}\n</dl>\n${data.content}\n${mentions}`);
};
