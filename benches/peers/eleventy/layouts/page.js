const ADDRESS = "https://bench.example";
const SITE = "Bench";
const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escape = (text) => String(text ?? "").replace(/[&<>"]/g, (sign) => ESCAPES[sign]);
const link = (item) => `<a href="${item.url}">${escape(item.data.title)}</a>`;

const page = (data, main) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(data.title)}${data.page.url === "/" ? "" : ` · ${SITE}`}</title>
<meta name="description" content="${escape(data.description)}">
<link rel="canonical" href="${ADDRESS}${data.page.url}">
</head>
<body>
<nav><a href="/">${SITE}</a> <a href="/timeline/">Timeline</a> <a href="/initiatives/">Initiatives</a> <a href="/articles/">Articles</a> <a href="/actors/">Actors</a> <a href="/topics/">Topics</a></nav>
<main>
<h1>${escape(data.title)}</h1>
<p>${escape(data.description)}</p>
${main}
</main>
</body>
</html>
`;

module.exports = { ADDRESS, SITE, escape, link, page };
