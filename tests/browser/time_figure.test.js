// Tests of the figure of time in a real browser: no labels over each other, one Tab stop, arrow keys, its size at 2,000 events.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { chromium } from "playwright-core";
import { manyEvents } from "./many_events.js";
import { serveBriefing } from "./site.js";

const ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

let content;
let dense;
let browser;

before(async () => {
  content = await serveBriefing();
  dense = await serveBriefing("/dense/", manyEvents(2000));
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ARGUMENTS });
});

after(async () => {
  await browser?.close();
  content?.close();
  dense?.close();
});

async function open(site, path, { width = 1280, ...options } = {}) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, ...options });
  const page = await context.newPage();
  await page.goto(site.url(path), { waitUntil: "load" });
  await page.evaluate(() => document.fonts.ready);
  return { page, close: () => context.close() };
}

// Texts of the displayed form and of the strip whose boxes overlap by more than a pixel.
const overlaps = (page) =>
  page.evaluate(() => {
    const texts = [...document.querySelectorAll(".tf-form text, .strip text")].filter((text) => text.checkVisibility());
    const boxes = texts.map((text) => ({ words: text.textContent, box: text.getBoundingClientRect() })).filter(({ box }) => box.width > 0);
    const found = [];
    boxes.forEach(({ words, box: a }, index) => {
      for (const { words: other, box: b } of boxes.slice(0, index)) {
        const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        // A line of text is higher than its letters.
        const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (width > 1 && height > 4) found.push(`${words} | ${other}`);
      }
    });
    return found;
  });

for (const [name, paths] of Object.entries({ content: ["timeline/", "", "actors/china/"], dense: ["timeline/"] })) {
  test(`${name}: labels do not overlap and stay in the page`, async () => {
    for (const path of paths) {
      for (const width of [390, 768, 1280]) {
        const { page, close } = await open(name === "content" ? content : dense, path, { width });
        assert.deepEqual(await overlaps(page), [], `/${path} at ${width} px`);
        const beyond = await page.evaluate(() =>
          [...document.querySelectorAll(".tf-form text")]
            .filter((text) => text.checkVisibility())
            .filter((text) => text.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
            .map((text) => text.textContent),
        );
        assert.deepEqual(beyond, [], `/${path} at ${width} px`);
        await close();
      }
    }
  });
}

test("one form is displayed at each width, also without JavaScript", async () => {
  for (const [width, form] of [[390, "tf-narrow"], [768, "tf-mid"], [1280, "tf-wide"]]) {
    const { page, close } = await open(content, "timeline/", { width, javaScriptEnabled: false });
    const shown = await page.locator(".tf-form:visible").evaluateAll((forms) => forms.map((one) => one.classList[1]));
    assert.deepEqual(shown, [form]);
    await close();
  }
});

test("the figure is one Tab stop with arrow keys inside", async () => {
  const { page, close } = await open(content, "timeline/");
  const stops = page.locator('.tf-form:visible a.tf-mark:not([tabindex="-1"])');
  assert.equal(await stops.count(), 1);
  const focused = () => page.evaluate(() => document.activeElement.getAttribute("href"));
  await stops.focus();
  const first = await focused();
  await page.keyboard.press("ArrowRight");
  const second = await focused();
  assert.notEqual(second, first);
  await page.keyboard.press("ArrowLeft");
  assert.equal(await focused(), first);
  await page.keyboard.press("End");
  const last = await focused();
  await page.keyboard.press("ArrowDown");
  assert.notEqual(await focused(), last);
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Home");
  assert.equal(await focused(), first);
  assert.equal(await stops.count(), 1);
  assert.ok(await page.locator("#record-card:popover-open").isVisible());
  await page.keyboard.press("Escape");
  assert.ok(await page.locator("#record-card").isHidden());
  await page.keyboard.press("Tab");
  assert.ok(await page.evaluate(() => !document.activeElement.closest(".tf-form")));
  await close();
});

test("a mark has a card, and leads to its event", async () => {
  const { page, close } = await open(content, "timeline/");
  const mark = page.locator(".tf-wide a.tf-mark").filter({ hasText: "Genesis order" });
  await mark.scrollIntoViewIfNeeded();
  await page.waitForTimeout(200);
  await mark.hover();
  await page.locator("#record-card:popover-open").waitFor();
  assert.match(await page.locator("#record-card").textContent(), /24 November 2025/);
  await mark.click();
  assert.match(page.url(), /#event-genesis-order-announced$/);
  await close();
});

test("the strip shows which part of time the list shows", async () => {
  const { page, close } = await open(content, "timeline/");
  const here = () => page.locator(".strip-here:visible").evaluate((bar) => Number.parseFloat(bar.getAttribute("x")));
  await page.locator("#event-white-paper-published").evaluate((event) => event.scrollIntoView());
  await page.waitForTimeout(200);
  const early = await here();
  await page.locator("#event-pax-silica-signed").evaluate((event) => event.scrollIntoView());
  await page.waitForTimeout(200);
  assert.ok((await here()) > early + 20, `${early} ${await here()}`);
  assert.ok(await page.locator(".strip").evaluate((strip) => strip.getBoundingClientRect().top <= 0.5));
  await close();
});

test("the figure of 2,000 events is small", async () => {
  const { page, close } = await open(dense, "timeline/");
  const html = await page.evaluate(() => document.querySelector("figure.tf").outerHTML + document.querySelector(".strip").outerHTML);
  const nodes = await page.evaluate(() => document.querySelectorAll("figure.tf *, .strip *").length);
  const bytes = gzipSync(html).length;
  assert.ok(nodes < 3000, `${nodes} elements`);
  assert.ok(bytes < 22_000, `${bytes} bytes gzipped`);
  await close();
});
