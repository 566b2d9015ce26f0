// The questions of this folder, asked with the scripts of readers' browsers: most find an expected page among the first
// three, and what is nowhere finds nothing. Also what a search loads, and that both sides split texts in the same way.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { program } from "../browser/program.js";
import { manyRecords } from "./many_records.js";
import { openSearch } from "./site_index.js";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const PASSING = 57;
const FOLDERS = /^(articles|events|initiatives|actors|topics)\//;

const folder = mkdtempSync(join(tmpdir(), "briefing-search-"));
after(() => rmSync(folder, { recursive: true }));

function build(name, root, ...options) {
  const site = join(folder, name);
  execFileSync(program(), ["build", "-o", site, ...options], { cwd: root, stdio: "pipe" });
  return site;
}

// Reads `questions.toml`, of which all values are strings and lists of strings: the same in JSON.
function questions() {
  const tables = readFileSync(join(HERE, "questions.toml"), "utf8").split("[[question]]").slice(1);
  const read = (table) => Object.fromEntries([...table.matchAll(/^(\w+) = (.*)$/gm)].map(([, key, value]) => [key, JSON.parse(value)]));
  return tables.map(read);
}

const page = (path) => (FOLDERS.test(path) ? path : `pages/${path}`).replace(/\/$/, "");

async function find(search, query, count = 3) {
  const result = await search.rank(query);
  const cards = await Promise.all(result.hits.slice(0, count).map((hit) => search.card(result.index, hit.record)));
  return { ...result, pages: cards.map((card) => page(card.path)) };
}

const sites = {};
before(() => {
  sites.content = build("content", join(HERE, "../.."));
  // The program may write a lock beside a briefing.
  cpSync(join(HERE, "fixture"), join(folder, "fixture-source"), { recursive: true });
  sites.fixture = build("fixture", join(folder, "fixture-source"));
});

test(`at least ${PASSING} of the questions find an expected page among the first three`, async () => {
  const searches = { content: openSearch(sites.content), fixture: openSearch(sites.fixture) };
  const failed = [];
  const all = questions();
  assert.equal(all.length, 60);
  for (const { site, q, expect } of all) {
    const { hits, pages } = await find(searches[site], q);
    if (expect.length === 0) assert.equal(hits.length, 0, `${q} finds ${pages}`);
    else if (!pages.some((found) => expect.includes(found))) failed.push(`${q}: ${pages.join(", ")}`);
  }
  console.log(`${all.length - failed.length} of ${all.length} questions${failed.map((line) => `\n  ${line}`).join("")}`);
  assert.ok(all.length - failed.length >= PASSING, failed.join("\n"));
});

test("both sides split texts into the same terms", () => {
  const search = openSearch(sites.content);
  for (const [text, terms] of JSON.parse(readFileSync(join(HERE, "terms.json"), "utf8"))) {
    assert.deepEqual([...search.terms(text)], terms, text);
  }
});

test("one mistake is forgiven from five letters, an exact word comes first", async () => {
  const search = openSearch(sites.content);
  for (const word of ["governnce", "govvernance", "gavernance", "goevrnance", "overnance", "xgovernance", "governancex", "ogvernance", "governanec"]) {
    const { hits, forms } = await search.rank(word);
    assert.ok(hits.length > 5 && forms.includes("governance"), `${word}: ${forms}`);
  }
  for (const word of ["chima", "goverrnnance"]) {
    const { forms } = await search.rank(word);
    assert.ok(!forms.includes("governance"), word);
  }
  assert.deepEqual((await find(search, "waic", 3)).pages.length, 3);
  assert.equal((await search.rank("asan")).hits.filter(({ record }) => record).length > 0, true, "asean has five letters");
  assert.equal((await search.rank("fooo")).hits.length, 0);
});

test("a query needs all its words, or says that it found only most of them", async () => {
  const search = openSearch(sites.content);
  const whole = await search.rank("pax silica washington");
  assert.ok(whole.hits.length > 0 && !whole.isPartial);
  const most = await search.rank("pax silica washington zorblax");
  assert.ok(most.hits.length > 0 && most.isPartial);
  for (const query of ["pax zorblax", "zorblax", "   ", "?!", "<script>zorblax</script>", "𝟚𝟚𝟚𝟚 ՞"]) {
    assert.equal((await search.rank(query)).hits.length, 0, query);
  }
});

test("dates find what was then, however they are written", async () => {
  const search = openSearch(sites.content);
  for (const query of ["september 2025", "Sept 2025", "2025-09", "2025年9月", "2025/9", "september, 2025"]) {
    const { pages } = await find(search, query, 6);
    assert.ok(pages.includes("events/global-governance-initiative-proposed"), `${query}: ${pages}`);
  }
  for (const query of ["12 december 2025", "december 12", "2025-12-12", "12月12日", "12th of December"]) {
    assert.ok((await find(search, query)).pages.includes("events/pax-silica-signed"), query);
  }
});

// Bytes of what a reader loads until the first three results are there, gzipped, at most among some searches.
async function loaded(site, queries) {
  const most = [];
  for (const query of queries) {
    const search = openSearch(site);
    const { pages } = await find(search, query);
    assert.ok(pages.length > 0, query);
    most.push([[...search.loaded.values()].reduce((sum, bytes) => sum + bytes, 0), query]);
  }
  return most.sort((a, b) => b[0] - a[0])[0];
}

test("a search loads at most 30 KB at 150 pages, 60 KB at 2,000 records", async () => {
  const queries = questions().filter(({ site, expect }) => site === "content" && expect.length).map(({ q }) => q);
  const [small, query] = await loaded(sites.content, queries);
  console.log(`150 pages: at most ${small} bytes (${query})`);
  assert.ok(small <= 30_000, `${small} bytes for ${query}`);
  const site = build("many", manyRecords(join(folder, "many-source"), 2000));
  const [large, long] = await loaded(site, ["governance", "harbour bridge", "the ferry of march 2031", "north ferry company report", "s", "ministry of tolls", "ferrry"]);
  console.log(`2,000 records: at most ${large} bytes (${long})`);
  assert.ok(large <= 60_000, `${large} bytes for ${long}`);
  const index = join(site, "search");
  const sizes = readdirSync(index).filter((file) => file.endsWith(".js")).map((file) => gzipSync(readFileSync(join(index, file))).length);
  assert.ok(Math.max(...sizes) <= 12_000, `${Math.max(...sizes)} bytes in one part`);
});

function briefing(name, files, config = "") {
  const root = join(folder, name);
  const all = { "briefing.toml": `base_url = "https://example.org/"\ntitle = "T"\n${config}`, ...files };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(join(root, path, ".."), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

const topic = (title, rest = "", body = "Words.") => `+++\ntitle = ${JSON.stringify(title)}\n${rest}\n+++\n\n${body}\n`;

test("drafts, records that are taken out and texts that are not published are not found", async () => {
  const article = (publish) => topic(`Article ${publish}`, `outlet = "O"\ndate = 2031-01-01\n[[authors]]\nname = "A B"\n[rights]\npublish = "${publish}"`);
  const root = briefing("hidden", {
    "content/topics/draft.md": topic("Draftword", "draft = true"),
    "content/topics/out.md": topic("Outword", "in_search_index = false"),
    "content/topics/in.md": topic("Inword"),
    "content/articles/open/index.md": article("full"),
    "content/articles/open/article.txt": "Openword is in the text.\n\nMore of it.\n",
    "content/articles/closed/index.md": article("excerpts"),
    "content/articles/closed/article.txt": "Closedword is in the text.\n\nMore of it.\n",
  });
  const search = openSearch(build("hidden-site", root));
  const count = async (query) => (await search.rank(query)).hits.length;
  assert.deepEqual([await count("inword"), await count("openword"), await count("outword"), await count("draftword"), await count("closedword")], [1, 1, 0, 0, 0]);
  const all = readdirSync(join(folder, "hidden-site/search")).map((file) => readFileSync(join(folder, "hidden-site/search", file), "utf8")).join("");
  assert.ok(!/Closedword|Outword|Draftword/i.test(all));
  const { index, hits } = await search.rank("openword");
  const passages = await search.texts(index, hits[0].record);
  assert.ok(passages.some(([anchor, text]) => anchor === "p1" && text.includes("Openword")), JSON.stringify(passages));
});

test("each language has an index of its own", async () => {
  const root = briefing("languages", {
    "content/topics/bridge.md": topic("The bridge"),
    "content/topics/bridge.zh-Hans.md": topic("大桥", "", "大桥在望潮岛。"),
    "content/topics/ferry.md": topic("The ferry"),
  }, "[languages.zh-Hans]\ntitle = \"简报\"\n");
  const site = build("languages-site", root);
  const [english, chinese] = [openSearch(site), openSearch(site, "zh-Hans/search")];
  assert.deepEqual((await find(english, "bridge")).pages, ["topics/bridge"]);
  assert.equal((await english.rank("大桥")).hits.length, 0);
  assert.deepEqual((await find(chinese, "大桥")).pages, ["pages/zh-Hans/topics/bridge"]);
  assert.deepEqual((await find(chinese, "岛")).pages, ["pages/zh-Hans/topics/bridge"]);
  assert.deepEqual((await find(chinese, "ferry")).pages, ["topics/ferry"]);
});

test("no index where the configuration wants none, and no word of a hostile text becomes code", async () => {
  const hostile = "</script><script>alert(1)</script> \u2028 & \"quoted\" <img src=x onerror=alert(1)>";
  const files = { "content/topics/x.md": topic(hostile, "", "Text with </script> and `</script><!--` in it.") };
  const none = build("none-site", briefing("none", files, "build_search_index = false\n"));
  assert.ok(!readdirSync(none).includes("search"));
  assert.ok(!readFileSync(join(none, "index.html"), "utf8").includes("search-form"));
  const site = build("hostile-site", briefing("hostile", files));
  for (const file of readdirSync(join(site, "search")).filter((name) => name.endsWith(".js"))) {
    const text = readFileSync(join(site, "search", file), "utf8");
    assert.ok(!/[<>\u2028\u2029]/.test(text), file);
  }
  const search = openSearch(site);
  const { index, hits } = await search.rank("onerror");
  assert.equal((await search.card(index, hits[0].record)).title.slice(0, 9), "</script>");
});
