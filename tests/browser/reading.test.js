// What a reader meets first: lengths of pages, the front page's statements, source cards, closed sections, print.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launchBrowser } from "./browser.js";
import { serveBriefing } from "./site.js";

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
const DESKTOP = { viewport: { width: 1280, height: 800 } };

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

async function open(path, options) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  await page.goto(site.url(path), { waitUntil: "load" });
  return { page, errors, close: () => context.close() };
}

// Screens at 390 × 844 px: the limits of the theme's design.
const SCREENS = {
  "": 5,
  "initiatives/global-governance-initiative/": 6,
  "initiatives/world-ai-conference-2025/": 6,
  "initiatives/world-ai-cooperation-organization/": 6,
  "initiatives/pax-silica-declaration/": 6,
  "articles/light-blade-2025/": 8,
  "articles/cai-2025/": 8,
  "articles/zhang-jiang-2025/": 8,
  "actors/china/": 6,
};

test("pages are short on a phone", async () => {
  for (const [path, limit] of Object.entries(SCREENS)) {
    const { page, close } = await open(path, PHONE);
    const screens = await page.evaluate(() => document.documentElement.scrollHeight / 844);
    assert.ok(screens <= limit + 0.05, `${path || "front page"}: ${screens.toFixed(2)} screens`);
    await close();
  }
});

// Pages of A4 with the browser's own margins.
test("an article prints on at most four pages, an initiative on three", async () => {
  for (const [path, limit] of [["articles/light-blade-2025/", 4], ["articles/cai-2025/", 4], ["initiatives/pax-silica-declaration/", 3], ["", 5]]) {
    const { page, close } = await open(path, DESKTOP);
    const pdf = await page.pdf({ format: "A4", preferCSSPageSize: true });
    const pages = pdf.toString("latin1").match(/\/Type\s*\/Page\b/g).length;
    assert.ok(pages <= limit, `${path || "front page"}: ${pages} pages`);
    await close();
  }
});

test("the front page says the finding, and its statements link their subjects and sources", async () => {
  const { page, close } = await open("", DESKTOP);
  const words = (await page.locator("h1").textContent()).trim().split(/\s+/);
  assert.ok(words.length <= 20, `the headline has ${words.length} words`);
  for (const name of ["World AI Cooperation Organization", "Global Governance Initiative", "Pax Silica Declaration"]) {
    assert.equal(await page.locator(".bottom-line a.record", { hasText: name }).count(), 1, name);
  }
  assert.equal(await page.locator(".bottom-line .statements > li > p .citation").count(), 0, "citations are beside the statements");
  const support = page.locator(".bottom-line .statement-support").first();
  assert.match(await support.textContent(), /4 of 5 articles/);
  assert.equal(await support.locator(".sign-supports").count(), 4);
  await support.click();
  assert.match(page.url(), /#claim-\d+$/);
  const { top, height } = await page.locator(":target").evaluate((claim) => claim.getBoundingClientRect());
  assert.ok(height > 0 && top >= 0 && top < 800, "the claim is open and in view");
  await close();
});

test("who reports what fits a phone and names every article that reports a step", async () => {
  const wide = await open("", DESKTOP);
  const reports = await wide.page.locator(".steps td.steps-supports").count();
  assert.ok(reports > 5);
  await wide.close();
  const { page, close } = await open("", PHONE);
  const visible = await page.locator(".steps td.steps-supports").evaluateAll((cells) =>
    cells.filter((cell) => {
      const { left, right } = cell.getBoundingClientRect();
      return cell.querySelector(".steps-article").offsetWidth > 0 && left >= 0 && right <= innerWidth;
    }).length);
  assert.equal(visible, reports);
  await close();
});

test("a citation opens its source card, and the card leads on", async () => {
  const { page, errors, close } = await open("initiatives/pax-silica-declaration/", DESKTOP);
  const citation = page.locator(".prose a.cite", { hasText: "¶1" }).nth(2);
  const before = await page.evaluate(() => document.documentElement.scrollHeight);
  await citation.click();
  const card = page.locator("#source-card");
  assert.ok(await card.isVisible());
  assert.equal(await page.evaluate(() => document.documentElement.scrollHeight), before, "nothing moves");
  const text = await card.textContent();
  for (const part of ["¶1", "Light Blade", "trusted supply chain partnership", "occurs in the article", "No address of the article is known"]) {
    assert.ok(text.includes(part), part);
  }
  await page.keyboard.press("Escape");
  assert.ok(await card.isHidden());
  assert.ok(await citation.evaluate((link) => link === document.activeElement), "the focus returns");
  await page.keyboard.press("Enter");
  await card.locator("[data-part=all] a").click();
  assert.match(page.url(), /articles\/light-blade-2025\/#p1$/);
  const passage = page.locator("#p1");
  assert.ok(await passage.locator(".passage-quotes q").first().isVisible(), "the words come first");
  assert.ok(!(await passage.locator("details").evaluate((fold) => fold.open)), "what rests on it is closed");
  assert.deepEqual(errors, []);
  await close();
});

test("a card with an address opens the original at the quoted words", async () => {
  const { page, close } = await open("initiatives/world-ai-conference-2025/", PHONE);
  await page.locator(".prose a.cite", { hasText: "Wang and Zhang 2025, ¶2" }).first().tap();
  const original = page.locator("#source-card [data-part=original] a");
  assert.ok(await original.isVisible());
  assert.match(await original.getAttribute("href"), /#:~:text=/);
  const { bottom } = await page.locator("#source-card").evaluate((card) => card.getBoundingClientRect());
  assert.ok(Math.abs(bottom - 844) <= 2, "on a phone the card is at the foot of the screen");
  await page.locator("#source-card [data-part=close]").tap();
  assert.ok(await page.locator("#source-card").isHidden());
  await close();
});

test("an address opens the closed sections that it leads into", async () => {
  const { page, close } = await open("initiatives/pax-silica-declaration/#claim-2", PHONE);
  assert.ok(await page.locator("#claim-2").isVisible());
  await page.goto(`${site.url("initiatives/pax-silica-declaration/")}#references`);
  assert.ok(await page.locator(".references li").first().isVisible());
  await close();
});

test("without JavaScript nothing is closed that is open on wide pages, and citations lead to the words", async () => {
  const { page, close } = await open("initiatives/pax-silica-declaration/", { ...PHONE, javaScriptEnabled: false });
  assert.ok(await page.locator(".facts dl").isVisible());
  assert.ok(await page.locator(".references").isVisible());
  assert.ok(await page.locator("#source-card").isHidden());
  assert.match(await page.locator(".prose a.cite").first().getAttribute("href"), /articles\/light-blade-2025\/#p1$/);
  await close();
});
