const { ADDRESS } = require("../layouts/page.js");

exports.data = { permalink: "/robots.txt", eleventyExcludeFromCollections: true };

exports.render = () => `User-agent: *\nSitemap: ${ADDRESS}/sitemap.xml\n`;
