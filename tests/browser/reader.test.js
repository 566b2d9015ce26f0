// Tests of the published site in a real browser. SHOTS=folder also takes a screenshot of each page.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { launchBrowser } from "./browser.js";
import { serveBriefing } from "./site.js";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const PAGES = {
  home: "",
  timeline: "timeline/",
  event: "events/pax-silica-signed/",
  initiative: "initiatives/world-ai-cooperation-organization/",
  article: "articles/light-blade-2025/",
  actor: "actors/china/",
  topic: "topics/ai-divide/",
  initiatives: "initiatives/",
  articles: "articles/",
  actors: "actors/",
  topics: "topics/",
  page: "divergences/",
  evidence: "evidence/",
  ledger: "evidence/light-blade-2025/",
  missing: "no/such/page/",
};
const WIDTHS = [320, 390, 768, 1280];

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

async function open(path, { width = 1280, ...options } = {}) {
  // axe-core is injected as text, which the page's policy forbids: bypass it.
  const context = await browser.newContext({ viewport: { width, height: 900 }, bypassCSP: true, ...options });
  const page = await context.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(`script: ${error.message}`));
  page.on("console", (message) => message.type() === "error" && !message.text().includes("404") && errors.push(message.text()));
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(site.origin) && !url.startsWith("data:")) errors.push(`requests elsewhere: ${url}`);
  });
  await page.goto(site.url(path), { waitUntil: "load" });
  return { page, errors, close: () => context.close() };
}

for (const [kind, path] of Object.entries(PAGES)) {
  test(`${kind}: accessible, complete and without console errors at every width, light and dark`, async () => {
    const { page, errors, close } = await open(path);
    await page.evaluate(AXE);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(overflow <= 0, `${kind} at ${width} px scrolls sideways by ${overflow} px`);
      for (const colorScheme of ["light", "dark"]) {
        await page.emulateMedia({ colorScheme });
        if (width === 390 || width === 1280) {
          await assertAccessible(page, `${kind} at ${width} px, ${colorScheme}`);
          await page.evaluate(() => { for (const fold of document.querySelectorAll("details.fold, details.fold-line")) fold.open = true; });
          await assertAccessible(page, `${kind} at ${width} px, ${colorScheme}, opened`);
        }
        if (process.env.SHOTS) {
          await page.screenshot({ path: join(process.env.SHOTS, `${kind}-${width}-${colorScheme}.png`), fullPage: true });
        }
      }
    }
    assert.deepEqual(errors, [], kind);
    await close();
  });
}

async function assertAccessible(page, place) {
  const { violations } = await page.evaluate(() => globalThis.axe.run({ resultTypes: ["violations"], rules: { "target-size": { enabled: true } } }));
  const found = violations.map((v) => `${v.id}: ${v.help}\n  ${v.nodes.slice(0, 3).map((n) => n.html).join("\n  ")}`);
  assert.deepEqual(found, [], place);
}

test("with text of twice the size, pages do not scroll sideways on a phone", async () => {
  for (const path of [PAGES.home, PAGES.timeline, "timeline/embed/", PAGES.initiative, PAGES.article, PAGES.event]) {
    for (const width of [320, 390]) {
      const { page, close } = await open(path, { width });
      await page.evaluate(() => { document.documentElement.style.fontSize = "200%"; });
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(overflow <= 0, `/${path} at ${width} px scrolls sideways by ${overflow} px`);
      await close();
    }
  }
});

test("content security policy allows the site's scripts and nothing violates it", async () => {
  for (const path of Object.values(PAGES)) {
    const { page, errors, close } = await open(path, { bypassCSP: false });
    assert.ok(await page.locator('meta[http-equiv="Content-Security-Policy"]').count(), path);
    assert.deepEqual(errors, [], path);
    await close();
  }
});

test("every page has the same content without JavaScript", async () => {
  for (const [kind, path] of Object.entries(PAGES)) {
    const readWords = async (javaScriptEnabled) => {
      const { page, close } = await open(path, { javaScriptEnabled });
      const text = await page.locator("main").textContent();
      await close();
      return new Set(text.split(/\s+/));
    };
    const [without, withScript] = [await readWords(false), await readWords(true)];
    assert.ok(without.size > 10, `${kind} has words`);
    const missing = [...withScript].filter((word) => !without.has(word));
    // Scripts may add controls of their own, such as a filter's count, but no content.
    assert.ok(missing.length < 40, `${kind}: only with JavaScript: ${missing.join(" ")}`);
  }
});

test("citation links to its passage and back", async () => {
  const { page, close } = await open(PAGES.event);
  await page.locator('main a.cite[href$="#p1"]').first().click();
  await page.locator("#source-card [data-part=all] a").click();
  assert.match(page.url(), /articles\/light-blade-2025\/#p1$/);
  assert.ok(await page.locator("#p1").isVisible());
  await page.locator("#p1 summary").click();
  await page.locator("#p1 details").locator('a[href*="events/pax-silica-signed/"]').first().click();
  assert.match(page.url(), /events\/pax-silica-signed\//);
  await close();
});

test("quotation links to its passage and back", async () => {
  const { page, close } = await open(PAGES.event, { javaScriptEnabled: false });
  const mark = page.locator("main .prose a.verdict").first();
  assert.match(await mark.textContent(), /occurs in the article, ¶1|not checked/);
  const id = await mark.getAttribute("id");
  await mark.click();
  assert.match(page.url(), /articles\/light-blade-2025\/#p1$/);
  await page.locator("#p1").locator(`a[href$="events/pax-silica-signed/#${id}"]`).first().click();
  assert.ok(await page.locator(`#${id}`).isVisible());
  await close();
});

test("coverage matrix scrolls, and its counts link to passages", async () => {
  const { page, close } = await open(PAGES.evidence, { width: 320 });
  const wrap = page.locator(".matrix-wrap");
  assert.ok(await wrap.evaluate((element) => element.scrollWidth > element.clientWidth));
  const cell = page.locator(".matrix td a").first();
  const count = Number.parseInt(await cell.textContent(), 10);
  const row = new URL(await cell.getAttribute("href"), page.url());
  await cell.click();
  assert.equal(page.url(), row.href);
  assert.equal(await page.locator(`${row.hash} td`).first().locator("a").count(), count);
  await close();
});

test("skip link is first in tab order and leads to the content", async () => {
  const { page, close } = await open(PAGES.home);
  await page.keyboard.press("Tab");
  assert.match(await page.evaluate(() => document.activeElement.getAttribute("href")), /^#/);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  assert.ok(await page.evaluate(() => document.activeElement.closest("main") !== null), "the skip link leads into main");
  await close();
});

test("pages load without layout shift", async () => {
  for (const path of [PAGES.home, PAGES.timeline, PAGES.initiative]) {
    const { page, close } = await open(path, { width: 390 });
    const shift = await page.evaluate(
      () =>
        new Promise((resolve) => {
          let sum = 0;
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) sum += entry.value;
          }).observe({ type: "layout-shift", buffered: true });
          setTimeout(() => resolve(sum), 300);
        }),
    );
    assert.ok(shift < 0.01, `${path}: layout shift ${shift}`);
    await close();
  }
});

test("record card has the same content for short and full links", async () => {
  const { page, errors, close } = await open(PAGES.article);
  await page.evaluate(() => { for (const fold of document.querySelectorAll("details")) fold.open = true; });
  const brief = await page.$(".passages a.record:not([data-kind])");
  const full = await page.$(`.passages a.record[data-kind][href="${await brief.getAttribute("href")}"]`);
  const found = [];
  for (const link of [brief, full]) {
    await link.scrollIntoViewIfNeeded();
    await link.hover();
    const card = page.locator("#record-card:popover-open");
    await card.waitFor();
    found.push(await card.locator("p").allTextContents());
    await page.keyboard.press("Escape");
    await page.mouse.move(0, 0);
  }
  assert.deepEqual(found[0], found[1]);
  assert.equal(found[0][1], await full.textContent());
  assert.ok(found[0].length >= 3, found[0].join(" | "));
  assert.deepEqual(errors, []);
  await close();
});
