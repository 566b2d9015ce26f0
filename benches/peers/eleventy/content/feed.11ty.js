const { ADDRESS, SITE, escape } = require("../layouts/page.js");

exports.data = { permalink: "/feed.xml", eleventyExcludeFromCollections: true };

exports.render = (data) => {
  const newest = data.collections.records
    .filter((item) => item.data.date)
    .sort((a, b) => (a.data.date < b.data.date ? 1 : -1))
    .slice(0, 20);
  const item = (item) =>
    `<item><title>${escape(item.data.title)}</title><link>${ADDRESS}${item.url}</link><pubDate>${new Date(item.data.date).toUTCString()}</pubDate><guid>${ADDRESS}${item.url}</guid><description>${escape(item.data.description)}</description></item>`;
  return `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>${SITE}</title><link>${ADDRESS}/</link><description>${SITE}</description>
${newest.map(item).join("\n")}
</channel></rss>
`;
};
