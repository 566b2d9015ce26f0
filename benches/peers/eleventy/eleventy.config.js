const KINDS = ["articles", "events", "initiatives", "actors", "topics"];

module.exports = function (config) {
  const records = (api) => api.getAll().filter((item) => item.data.key);
  config.addCollection("records", records);
  config.addCollection("byKey", (api) => new Map(records(api).map((item) => [item.data.key, item])));
  // Who mentions each record: made once for the whole site, from the front matter's lists.
  config.addCollection("mentioning", (api) => {
    const mentioning = new Map();
    for (const item of records(api)) {
      for (const key of item.data.mentions ?? []) {
        mentioning.has(key) ? mentioning.get(key).push(item) : mentioning.set(key, [item]);
      }
    }
    return mentioning;
  });
  for (const kind of KINDS) {
    const order = kind === "events" ? (item) => item.data.day : (item) => item.data.title;
    config.addCollection(kind, (api) =>
      records(api)
        .filter((item) => item.data.key.startsWith(`${kind}/`))
        .sort((a, b) => (order(a) < order(b) ? -1 : 1)),
    );
  }
  return { dir: { input: "content", includes: "../layouts", output: "public" }, markdownTemplateEngine: false };
};
