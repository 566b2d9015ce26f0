// Tests of the site search in a real browser: from a server and from a disk, with the keyboard, on a phone, without
// JavaScript, with axe-core.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { after, before, test } from "node:test";
import { launchBrowser } from "./browser.js";
import { serveBriefing } from "./site.js";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let site;
let browser;

before(async () => {
  site = await serveBriefing();
  browser = await launchBrowser();
});

after(async () => {
  await browser?.close();
  site?.close();
});

// Opens a page; `problems` has what its console reports, such as violations of the content security policy.
async function open(url, { width = 1280, ...options } = {}) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, bypassCSP: false, ...options });
  const page = await context.newPage();
  const problems = [];
  page.on("console", (message) => {
    if (message.type() === "error" && !/font|ERR_FAILED/.test(message.text())) problems.push(message.text());
  });
  page.on("pageerror", (error) => problems.push(error.message));
  await page.goto(url, { waitUntil: "load" });
  return { page, problems, close: () => context.close() };
}

const onDisk = (path) => `${pathToFileURL(site.folder)}/${path}`;
const options = (page) => page.locator(".search-panel [role=option]");
const results = (page) => page.locator(".search-results .result a");
const query = (page) => new URL(page.url()).searchParams;

test("slash, words, arrows and Enter lead to a marked page; Escape closes", async () => {
  const { page, problems, close } = await open(site.url("topics/"));
  await page.keyboard.press("/");
  await page.keyboard.type("pax silica");
  await options(page).first().waitFor();
  const input = page.locator(".search-form input");
  assert.equal(await input.getAttribute("aria-expanded"), "true");
  assert.ok((await page.locator(".search-panel mark").count()) > 0);
  await page.keyboard.press("ArrowDown");
  assert.equal(await input.getAttribute("aria-activedescendant"), await options(page).first().getAttribute("id"));
  await page.keyboard.press("ArrowDown");
  assert.equal(await options(page).nth(1).getAttribute("aria-selected"), "true");
  await page.keyboard.press("Escape");
  assert.equal(await page.locator(".search-panel").isHidden(), true);
  await page.keyboard.type(" declaration");
  await options(page).first().waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL(/pax-silica/);
  assert.match(query(page).get("mark"), /pax silica declaration/);
  await page.waitForFunction(() => CSS.highlights.get("found")?.size > 3);
  assert.deepEqual(problems, []);
  await close();
});

test("the search page has the words in its address, groups and counts by kind, and filters", async () => {
  const { page, problems, close } = await open(site.url("search/?q=export%20control"));
  await results(page).first().waitFor();
  assert.match(await results(page).first().textContent(), /Export controls/);
  const status = await page.locator(".search-status").textContent();
  const total = Number(/\d+/.exec(status)[0]);
  const buttons = await page.locator(".search-kinds button").allTextContents();
  const counts = buttons.map((text) => Number(/\d+$/.exec(text)[0]));
  assert.equal(counts[0], total);
  assert.equal(counts.slice(1).reduce((sum, n) => sum + n, 0), total);
  await page.locator(".search-kinds button", { hasText: "Topics" }).click();
  assert.equal(await page.locator(".search-results .part").count(), 1);
  assert.equal(await page.locator(".search-kinds button", { hasText: "Topics" }).getAttribute("aria-pressed"), "true");
  await page.locator(".search-form input").fill("tianjin");
  await page.waitForFunction(() => new URLSearchParams(location.search).get("q") === "tianjin");
  await page.waitForFunction(() => document.querySelector(".search-results a")?.textContent.includes("Tianjin"));
  assert.equal(await page.locator(".search-letters").isHidden(), true);
  await page.locator(".search-form input").fill("");
  await page.waitForFunction(() => !document.querySelector(".search-letters").hidden);
  assert.equal(new URL(page.url()).search, "");
  assert.deepEqual(problems, []);
  await close();
});

test("arrow keys walk the results, Enter opens one at the passage, Escape returns to the box", async () => {
  const { page, close } = await open(site.url("search/"));
  await page.keyboard.press("/");
  await page.keyboard.type("watermark");
  await results(page).first().waitFor();
  await page.waitForFunction(() => [...document.querySelectorAll(".result a")].some((link) => link.hash));
  await page.keyboard.press("ArrowDown");
  const first = await results(page).first().getAttribute("href");
  assert.equal(await page.evaluate(() => document.activeElement.href), first);
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Escape");
  assert.equal(await page.evaluate(() => document.activeElement.matches("input")), true);
  const link = page.locator(".result a[href*='#']").first();
  await link.focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/mark=watermark#/);
  const anchor = decodeURIComponent(new URL(page.url()).hash.slice(1));
  assert.ok(await page.evaluate((id) => document.getElementById(id), anchor) !== null, `${anchor} is on the page`);
  await close();
});

test("every fragment of the index is on its page", async () => {
  const { page, close } = await open(site.url("search/?q=governance"));
  await results(page).first().waitFor();
  const missing = [];
  const targets = await page.evaluate(async () => {
    const search = globalThis.briefingSearch;
    const { index } = await search.rank("governance");
    const found = [];
    for (let record = 0; record < index.count; record += 1) {
      const { path } = await search.card(index, record);
      found.push([path, (await search.texts(index, record)).map(([anchor]) => anchor).filter(Boolean)]);
    }
    return found;
  });
  for (const [path, anchors] of targets) {
    const html = readFileSync(join(site.folder, path, "index.html"), "utf8");
    missing.push(...anchors.filter((anchor) => !html.includes(`id="${anchor}"`)).map((anchor) => `${path}#${anchor}`));
  }
  assert.deepEqual(missing, []);
  await close();
});

test("from a disk, the box, the page and the marks work", async () => {
  const { page, problems, close } = await open(onDisk("actors/index.html"));
  await page.keyboard.press("/");
  await page.keyboard.type("waico");
  await options(page).first().waitFor();
  assert.match(await options(page).first().textContent(), /World AI Cooperation Organization/);
  await page.keyboard.press("Enter");
  await page.waitForURL(/search\/index\.html\?q=waico$/);
  await results(page).first().waitFor();
  await results(page).first().click();
  await page.waitForURL(/world-ai-cooperation-organization\/index\.html\?mark=waico/);
  await page.waitForFunction(() => CSS.highlights.get("found")?.size > 0);
  assert.deepEqual(problems, []);
  await close();
});

test("without the highlight interface, words are wrapped and anchors stay", async () => {
  const { page, close } = await open("about:blank");
  await page.addInitScript(() => { delete globalThis.Highlight; });
  await page.goto(site.url("topics/export-controls-and-supply-chains/"));
  const before = await page.evaluate(() => [...document.querySelectorAll("[id]")].map(({ id }) => id));
  const text = await page.locator("main").textContent();
  await page.goto(site.url("topics/export-controls-and-supply-chains/?mark=export%20control"));
  await page.locator("main mark", { hasText: /export/i }).first().waitFor();
  assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll("[id]")].map(({ id }) => id)), before);
  assert.equal(await page.locator("main").textContent(), text);
  await close();
});

test("queries with markup are text", async () => {
  const { page, problems, close } = await open(site.url(`search/?q=${encodeURIComponent('<img src=x onerror="document.title=1">')}`));
  await page.waitForFunction(() => document.querySelector(".search-status").textContent.includes("<img"));
  assert.equal(await page.locator("main img").count(), 0);
  await page.goto(site.url(`topics/?mark=${encodeURIComponent('"><script>alert(1)</script>')}`));
  await page.waitForLoadState("networkidle");
  assert.deepEqual(problems, []);
  await close();
});

test("nothing found says so, also to screen readers", async () => {
  const { page, close } = await open(site.url("search/?q=zorblax"));
  await page.waitForFunction(() => document.querySelector(".search-status").textContent.includes("zorblax"));
  assert.equal(await results(page).count(), 0);
  assert.equal(await page.locator(".search-letters").isVisible(), true);
  await page.goto(site.url(""));
  await page.keyboard.press("/");
  await page.keyboard.type("zorblax");
  await page.waitForFunction(() => document.querySelector(".search-form [role=status]")?.textContent.includes("zorblax"));
  assert.equal(await page.locator(".search-panel .search-note").isVisible(), true);
  await close();
});

test("without JavaScript, the box is a form to the list of all records", async () => {
  const { page, problems, close } = await open(site.url("timeline/"), { javaScriptEnabled: false });
  await page.locator(".search-form input").fill("bridge");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/ai-governance\/search\/\?q=bridge$/);
  const titles = await page.locator(".search-titles a").allTextContents();
  assert.ok(titles.length > 100, `${titles.length}`);
  const letters = await page.locator(".search-letters h2").allTextContents();
  assert.deepEqual(letters, [...letters].sort());
  assert.equal((await page.request.get(new URL(await page.locator(".search-titles a").first().getAttribute("href"), page.url()).href)).status(), 200);
  assert.deepEqual(problems, []);
  await close();
});

test("at 320 px, nothing is wider than the screen", async () => {
  const { page, close } = await open(site.url("topics/"), { width: 320 });
  await page.locator(".search-form input").fill("governance");
  await options(page).first().waitFor();
  const fits = () => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
  assert.ok(await fits());
  const box = await page.locator(".search-panel").boundingBox();
  assert.ok(box.x >= 0 && box.x + box.width <= 320, JSON.stringify(box));
  await page.goto(site.url("search/?q=governance"));
  await results(page).first().waitFor();
  assert.ok(await fits());
  await close();
});

test("axe-core finds nothing, light, dark and on a phone; targets have 24 px", async () => {
  for (const [width, colorScheme] of [[1280, "light"], [1280, "dark"], [390, "light"]]) {
    for (const [path, type] of [["topics/", "china"], ["search/", null], ["search/?q=china", null], ["search/?q=zorblax", null]]) {
      const { page, close } = await open(site.url(path), { width, colorScheme });
      if (type) {
        await page.locator(".search-form input").fill(type);
        await options(page).first().waitFor();
        await page.keyboard.press("ArrowDown");
      } else if (path.includes("?")) {
        await page.waitForFunction(() => document.querySelector(".search-status").textContent);
      }
      await page.waitForLoadState("networkidle");
      const found = await page.evaluate(async (axe) => {
        // The policy of the page allows no inline script: the function is evaluated by the test.
        (0, eval)(axe);
        const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
        const { violations, passes } = await globalThis.axe.run(".search-form, .search-page", { runOnly: tags });
        if (passes.length < 10) return [`only ${passes.length} rules were checked`];
        return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`);
      }, AXE).catch((error) => [String(error)]);
      assert.deepEqual(found, [], `${path} ${width} ${colorScheme}`);
      await close();
    }
  }
});

test("scripts of the search load when they are needed", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const requests = [];
  page.on("request", (request) => requests.push(new URL(request.url()).pathname));
  await page.goto(site.url("topics/"), { waitUntil: "networkidle" });
  const parts = () => requests.filter((path) => /search-\w+\.|\/search\//.test(path));
  assert.deepEqual(parts(), []);
  await page.locator(".search-form input").focus();
  await page.keyboard.type("waico");
  await options(page).first().waitFor();
  assert.ok(parts().length > 4 && parts().length < 25, parts().join("\n"));
  assert.ok(readdirSync(join(site.folder, "search")).length > 10);
  await context.close();
});
