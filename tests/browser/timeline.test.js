// Tests of the timeline's list in a real browser: filters in the address, history, long timelines.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { launchBrowser } from "./browser.js";
import { manyEvents } from "./many_events.js";
import { serveBriefing } from "./site.js";


let content;
let dense;
let browser;

before(async () => {
  content = await serveBriefing();
  dense = await serveBriefing("/dense/", manyEvents(2000));
  browser = await launchBrowser();
});

after(async () => {
  await browser?.close();
  content?.close();
  dense?.close();
});

async function open(site, path, { width = 1280, ...options } = {}) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, ...options });
  const page = await context.newPage();
  const requests = [];
  page.on("request", (request) => requests.push(request.url()));
  await page.goto(site.url(path), { waitUntil: "load" });
  return { page, requests, close: () => context.close() };
}

const shown = (page) => page.locator("#events .event:not([hidden])").count();
const state = (page) => page.locator("#filters [role=status]").textContent();

async function choose(page, group, option) {
  await page.locator(`.filter[data-filter=${group}] summary`).click();
  await page.locator(`.filter[data-filter=${group}] a[data-id="${option}"]`).click();
}

test("filters are in the query, and go back with the history", async () => {
  const { page, close } = await open(content, "timeline/");
  const all = await shown(page);
  assert.match(await state(page), new RegExp(`All ${all} events`));
  await choose(page, "kinds", "release");
  const releases = await shown(page);
  assert.ok(releases > 0 && releases < all);
  assert.equal(new URL(page.url()).search, "?kinds=release");
  assert.match(await state(page), new RegExp(`^${releases} of ${all} events`));
  await choose(page, "certainty", "day");
  const certain = await shown(page);
  assert.ok(certain < releases);
  await page.reload();
  assert.equal(await shown(page), certain);
  await page.goBack();
  assert.equal(await shown(page), releases);
  await page.locator(".chip").click();
  assert.equal(await shown(page), all);
  await close();
});

test("position and filter do not disturb each other", async () => {
  const { page, close } = await open(content, "timeline/?actors=china");
  const some = await shown(page);
  await page.locator(".tf-wide a.tf-mark:not([data-out], .tf-bin)").first().focus();
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => location.hash.startsWith("#event-"));
  assert.equal(new URL(page.url()).search, "?actors=china");
  assert.equal(await shown(page), some);
  await close();
});

test("filters of older addresses still work", async () => {
  const { page, close } = await open(content, "timeline/#actors=china");
  assert.equal(new URL(page.url()).search, "?actors=china");
  assert.ok((await shown(page)) < 30);
  await close();
});

test("typing narrows, and nothing found says what would be", async () => {
  const { page, close } = await open(content, "timeline/?kinds=speech");
  await page.locator("#filter-words").fill("declaration");
  await page.waitForFunction(() => document.querySelector("#filters [role=status]").textContent.includes("No events"));
  const chips = await page.locator(".chip").allTextContents();
  assert.ok(chips.some((chip) => /Without .*: [1-9]/.test(chip)), chips.join(", "));
  await close();
});

test("on a phone the result is in view after a filter is chosen", async () => {
  const { page, close } = await open(content, "timeline/", { width: 390 });
  await choose(page, "turning", "yes");
  assert.equal(await shown(page), 3);
  const top = await page.locator("#filters").evaluate((filters) => filters.getBoundingClientRect().top);
  assert.ok(top >= 0 && top < 200, `${top} px`);
  await close();
});

test("without JavaScript, options lead to places and pages", async () => {
  const { page, close } = await open(content, "timeline/", { javaScriptEnabled: false });
  assert.equal(await page.locator(".filter[data-filter=kinds]").isVisible(), false);
  const links = await page.locator(".filter[data-filter=actors] a").evaluateAll((all) => all.map((link) => link.getAttribute("href")));
  assert.ok(links.length > 3 && links.every((link) => link.startsWith("../actors/")));
  await close();
});

test("2,000 events: a small first page, years on pages of their own, filters over all", async () => {
  const { page, requests, close } = await open(dense, "timeline/");
  const html = await (await fetch(dense.url("timeline/"))).text();
  const nodes = await page.evaluate(() => document.querySelectorAll("*").length);
  assert.ok(nodes <= 6000, `${nodes} elements`);
  assert.ok(gzipSync(html).length <= 60_000, `${gzipSync(html).length} bytes`);
  assert.ok(requests.length <= 15, requests.join("\n"));
  const link = page.locator(".parts a").first();
  const title = await link.textContent();
  const response = await page.request.get(new URL(await link.getAttribute("href"), page.url()).href);
  assert.ok((await response.text()).includes(`<h1>${title}</h1>`));
  const total = Number(await page.locator("#filters").getAttribute("data-total"));
  const option = page.locator(".filter[data-filter=actors] a").first();
  const count = Number(await page.locator(".filter[data-filter=actors] .filter-count").first().textContent());
  await choose(page, "actors", await option.getAttribute("data-id"));
  await page.waitForFunction((total) => document.querySelector("#filters [role=status]").textContent.includes(` of ${total} `), total);
  assert.equal(await shown(page), count);
  await close();
});

const frameOf = (url) => `<!doctype html><title>Host</title>${url}`;

test("another site shows the timeline in a frame, whole or of one initiative", async () => {
  const { page, close } = await open(content, "timeline/");
  const code = await page.locator(".embed-code pre").textContent();
  const address = /src="([^"]*)"/.exec(code)[1];
  assert.equal(address, "https://briefing.example.org/ai-governance/timeline/embed/");
  const all = await shown(page);

  const embed = async (query) => {
    const requests = [];
    const host = await page.context().newPage();
    host.on("request", (request) => requests.push(request.url()));
    await host.setContent(frameOf(code.replace(address, content.url(`timeline/embed/${query}`))));
    const frame = host.frameLocator("iframe");
    await frame.locator(".events-short .event").first().waitFor();
    return { frame, requests, count: () => frame.locator(".events-short .event").count() };
  };
  const whole = await embed("");
  assert.equal(await whole.count(), all);
  assert.ok(whole.requests.every((url) => url.startsWith(content.origin)), whole.requests.join("\n"));
  assert.equal(await whole.frame.locator("header.masthead, footer").count(), 0);

  const one = await embed("?initiatives=pax-silica-declaration");
  await one.frame.locator(".embed-title a", { hasText: "Pax Silica" }).waitFor();
  assert.ok((await one.count()) > 0 && (await one.count()) < all);
  const link = one.frame.locator(".events-short .event-title a").first();
  const target = await link.evaluate((link) => link.href);
  assert.match(target, /\/ai-governance\/events\/[^/]+\/$/);
  assert.equal((await page.request.get(target)).status(), 200);
  const [opened] = await Promise.all([page.context().waitForEvent("page"), link.click()]);
  assert.equal(opened.url(), target);
  await close();
});

test("a frame without JavaScript, or with an unknown initiative, shows all events", async () => {
  for (const [query, options] of [["?initiatives=pax-silica-declaration", { javaScriptEnabled: false }], ["?initiatives=no-such\"]", {}]]) {
    const { page, close } = await open(content, `timeline/embed/${query}`, options);
    assert.ok((await page.locator(".events-short .event").count()) > 20);
    await close();
  }
});

test("an initiative's page has the code for its own timeline", async () => {
  const { page, close } = await open(content, "initiatives/pax-silica-declaration/");
  assert.match(await page.locator(".embed-code pre").textContent(), /timeline\/embed\/\?initiatives=pax-silica-declaration"/);
  await close();
});
