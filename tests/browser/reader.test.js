// What a reader does with the site, in a real browser. SHOTS=folder also takes a picture of each page.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
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
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
});

after(async () => {
  await browser?.close();
  site?.close();
});

async function open(path, { width = 1280, ...options } = {}) {
  // axe-core is put into the page as text, which the page's own policy rightly forbids: that alone is lifted.
  const context = await browser.newContext({ viewport: { width, height: 900 }, bypassCSP: true, ...options });
  const page = await context.newPage();
  const trouble = [];
  page.on("pageerror", (error) => trouble.push(`script: ${error.message}`));
  page.on("console", (message) => message.type() === "error" && !message.text().includes("404") && trouble.push(message.text()));
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(site.origin) && !url.startsWith("data:")) trouble.push(`asks elsewhere: ${url}`);
  });
  await page.goto(site.url(path), { waitUntil: "load" });
  return { page, trouble, close: () => context.close() };
}

for (const [kind, path] of Object.entries(PAGES)) {
  test(`${kind}: accessible, whole and quiet at every width, light and dark`, async () => {
    const { page, trouble, close } = await open(path);
    await page.evaluate(AXE);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(overflow <= 0, `${kind} at ${width} px scrolls sideways by ${overflow} px`);
      for (const colorScheme of ["light", "dark"]) {
        await page.emulateMedia({ colorScheme });
        if (width === 390 || width === 1280) await assertAccessible(page, `${kind} at ${width} px, ${colorScheme}`);
        if (process.env.SHOTS) {
          await page.screenshot({ path: join(process.env.SHOTS, `${kind}-${width}-${colorScheme}.png`), fullPage: true });
        }
      }
    }
    assert.deepEqual(trouble, [], kind);
    await close();
  });
}

async function assertAccessible(page, place) {
  const { violations } = await page.evaluate(() => globalThis.axe.run({ resultTypes: ["violations"] }));
  const told = violations.map((v) => `${v.id}: ${v.help}\n  ${v.nodes.slice(0, 3).map((n) => n.html).join("\n  ")}`);
  assert.deepEqual(told, [], place);
}

test("the policy of the page holds: its scripts run, and nothing breaks it", async () => {
  for (const path of Object.values(PAGES)) {
    const { page, trouble, close } = await open(path, { bypassCSP: false });
    assert.ok(await page.locator('meta[http-equiv="Content-Security-Policy"]').count(), path);
    assert.deepEqual(trouble, [], path);
    await close();
  }
});

test("every page says the same without JavaScript", async () => {
  for (const [kind, path] of Object.entries(PAGES)) {
    const words = async (javaScriptEnabled) => {
      const { page, close } = await open(path, { javaScriptEnabled });
      const text = await page.locator("main").textContent();
      await close();
      return new Set(text.split(/\s+/));
    };
    const [without, withScript] = [await words(false), await words(true)];
    assert.ok(without.size > 10, `${kind} has words`);
    const missing = [...withScript].filter((word) => !without.has(word));
    // Scripts may add controls of their own, such as a filter's count, but no content.
    assert.ok(missing.length < 40, `${kind}: only with JavaScript: ${missing.join(" ")}`);
  }
});

test("a citation leads to its passage, and the passage back to the page", async () => {
  const { page, close } = await open(PAGES.event);
  await page.locator('main a.cite[href$="#p1"]').first().click();
  assert.match(page.url(), /articles\/light-blade-2025\/#p1$/);
  assert.ok(await page.locator("#p1").isVisible());
  await page.locator("#p1").locator('a[href*="events/pax-silica-signed/"]').first().click();
  assert.match(page.url(), /events\/pax-silica-signed\//);
  await close();
});

test("a quotation leads to its passage, and the passage back to the very quotation", async () => {
  const { page, close } = await open(PAGES.event, { javaScriptEnabled: false });
  const mark = page.locator("main .prose a.verdict").first();
  assert.match(await mark.textContent(), /occurs in the article, ¶1|not checked/);
  const id = await mark.getAttribute("id");
  await mark.click();
  assert.match(page.url(), /articles\/light-blade-2025\/#p1$/);
  await page.locator("#p1").locator(`a[href$="events/pax-silica-signed/#${id}"]`).click();
  assert.ok(await page.locator(`#${id}`).isVisible());
  await close();
});

test("the coverage matrix scrolls inside itself, and each number leads to its passages", async () => {
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

test("the keyboard reaches the content first, and shows where it is", async () => {
  const { page, close } = await open(PAGES.home);
  await page.keyboard.press("Tab");
  assert.match(await page.evaluate(() => document.activeElement.getAttribute("href")), /^#/);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  assert.ok(await page.evaluate(() => document.activeElement.closest("main") !== null), "the skip link leads into main");
  await close();
});

test("nothing moves while a page loads", async () => {
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

test("a link tells of its record, whether it says so itself or another link to the record does", async () => {
  const { page, trouble, close } = await open(PAGES.article);
  const brief = await page.$(".passages a.record:not([data-kind])");
  const full = await page.$(`.passages a.record[data-kind][href="${await brief.getAttribute("href")}"]`);
  const told = [];
  for (const link of [brief, full]) {
    await link.scrollIntoViewIfNeeded();
    await link.hover();
    const card = page.locator("#record-card:popover-open");
    await card.waitFor();
    told.push(await card.locator("p").allTextContents());
    await page.keyboard.press("Escape");
    await page.mouse.move(0, 0);
  }
  assert.deepEqual(told[0], told[1]);
  assert.equal(told[0][1], await full.textContent());
  assert.ok(told[0].length >= 3, told[0].join(" | "));
  assert.deepEqual(trouble, []);
  await close();
});
