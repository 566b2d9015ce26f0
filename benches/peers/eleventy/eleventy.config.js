const KINDS = ["articles", "events", "initiatives", "actors", "topics"];

// Resolves links to page paths, which must exist, and records backlinks. Leaves other links unchanged.
function openLink(tokens, index, options, data, renderer) {
  const path = tokens[index].attrGet("href");
  if (path.startsWith("/")) {
    const { byPath, mentioning } = data.collections;
    const to = byPath.get(path);
    if (!to) throw new Error(`${data.page.inputPath}: no page ${path}`);
    tokens[index].attrSet("href", to.url);
    if (!mentioning.has(path)) mentioning.set(path, new Set());
    mentioning.get(path).add(data.page.filePathStem);
  }
  return renderer.renderToken(tokens, index, options);
}

module.exports = function (config) {
  const records = (api) => api.getAll().filter((item) => item.data.layout === "record.11ty.js");
  config.addCollection("records", records);
  config.addCollection("byPath", (api) => new Map(api.getAll().map((item) => [item.filePathStem, item])));
  // Filled while bodies are rendered, which all happens before the first layout.
  config.addCollection("mentioning", () => new Map());
  for (const kind of KINDS) {
    const order = (item) => (kind === "events" ? item.data.date : item.data.title);
    config.addCollection(kind, (api) =>
      records(api)
        .filter((item) => item.filePathStem.startsWith(`/${kind}/`))
        .sort((a, b) => (order(a) < order(b) ? -1 : 1)),
    );
  }
  config.amendLibrary("md", (md) => {
    md.renderer.rules.link_open = openLink;
  });
  return { dir: { input: "content", includes: "../layouts", output: "public" }, markdownTemplateEngine: false };
};
