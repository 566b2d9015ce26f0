// Tests of the figure of time in a real browser: no labels over each other, one Tab stop, arrow keys, its size at 2,000 events.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { launchBrowser } from "./browser.js";
import { manyEvents } from "./many_events.js";
import { serveBriefing } from "./site.js";


let content;
let dense;
let several;
let browser;

before(async () => {
  content = await serveBriefing();
  several = await serveBriefing("/several/", manyEvents(300));
  dense = await serveBriefing("/dense/", manyEvents(2000));
  browser = await launchBrowser();
});

after(async () => {
  await browser?.close();
  content?.close();
  dense?.close();
  several?.close();
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

const PAGES = { content: ["timeline/", "", "actors/china/"], dense: ["timeline/", "actors/northland/"], several: ["timeline/", "timeline/embed/"] };
const site = (name) => ({ content, dense, several })[name];

for (const [name, paths] of Object.entries(PAGES)) {
  test(`${name}: labels do not overlap and stay in the page`, async () => {
    for (const path of paths) {
      for (const width of [320, 390, 600, 640, 700, 768, 1280]) {
        const { page, close } = await open(site(name), path, { width });
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

test("every form names every turning point, whatever the number of events", async () => {
  for (const [name, path] of [["dense", "timeline/"], ["dense", "actors/northland/"], ["several", "timeline/"]]) {
    const { page, close } = await open(site(name), path);
    const forms = await page.locator(".tf-form").evaluateAll((all) => all.map((form) => [form.classList[1], form.textContent]));
    const links = await page.locator("a.tf-mark.tf-turning").evaluateAll((all) => all.map((mark) => mark.dataset.name));
    assert.ok(forms.length > 1 && links.length > 1);
    const labels = name === "dense" ? [0, 230, 460, 690, 920, 1150, 1380, 1610, 1840] : [0, 230];
    const expected = path === "timeline/" ? labels : labels.filter((label) => links.includes(`Event ${label} takes place`));
    for (const [form, text] of forms) {
      for (const label of expected) assert.match(text.replace(/\s+/g, " "), new RegExp(`Accord ?${label}(?!\\d)`), `${form} of ${name}/${path}`);
    }
    await close();
  }
});

test("lines around letters are below them, also in forced colours", async () => {
  for (const [name, width] of [["content", 390], ["content", 1280], ["several", 390], ["several", 1280]]) {
    const { page, close } = await open(site(name), "timeline/", { width, forcedColors: "active" });
    const covered = await page.evaluate(() =>
      [...document.querySelectorAll(".tf text, .strip text")]
        .filter((text) => text.checkVisibility())
        .filter((text) => {
          const { stroke, paintOrder } = getComputedStyle(text);
          return stroke !== "none" && !paintOrder.startsWith("stroke");
        })
        .map((text) => text.textContent),
    );
    assert.deepEqual(covered, [], `${name} at ${width} px`);
    await close();
  }
});

test("all columns of a form have one scale, and their numbers", async () => {
  for (const width of [390, 1280]) {
    const { page, close } = await open(several, "timeline/", { width });
    const columns = await page.locator(".tf-form:visible a.tf-bin").evaluateAll((all, isNarrow) => all.map((column) => {
      const boxes = [...column.querySelectorAll(":scope > :is(.tf-ink, .tf-hollow)")].map((part) => part.getBoundingClientRect());
      const size = Math.max(...boxes.map((box) => (isNarrow ? box.width : box.height)));
      return [Number(/(\d+) events?/.exec(column.getAttribute("aria-label"))[1]), size, Number(column.querySelector(".tf-count")?.textContent)];
    }), width === 390);
    const [most, size] = columns.reduce((best, column) => (column[0] > best[0] ? column : best));
    for (const [count, length, number] of columns) {
      assert.equal(number, count);
      assert.ok(Math.abs(length - (count / most) * size) <= 2.5, `${count} events: ${length} px of ${size} at ${width} px`);
    }
    await close();
  }
});

test("on a phone, columns stay in their period and nothing is drawn over their numbers", async () => {
  for (const [name, path, width] of [["several", "timeline/", 390], ["dense", "timeline/", 390], ["several", "timeline/embed/", 360]]) {
    const { page, close } = await open(site(name), path, { width });
    const found = await page.locator(".tf-narrow").evaluate((form) => {
      const box = (element) => element.getBoundingClientRect();
      const gaps = [...form.querySelectorAll(".tf-gap")].map(box);
      const numbers = [...form.querySelectorAll(".tf-bin .tf-count")].map(box);
      const discs = [...form.querySelectorAll(".tf-disc")].map(box);
      const meets = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 2;
      return {
        several: form.querySelectorAll(".tf-box").length,
        acrossBreak: [...form.querySelectorAll(".tf-bin > rect")].filter((bar) => gaps.some((gap) => meets(box(bar), gap))).length,
        hidden: numbers.filter((number) => discs.some((disc) => meets(number, disc))).length,
        numbers: numbers.length,
        columns: form.querySelectorAll(".tf-bin").length,
      };
    });
    assert.deepEqual({ ...found, columns: 0, numbers: 0 }, { several: 0, acrossBreak: 0, hidden: 0, columns: 0, numbers: 0 }, `${name}/${path}`);
    assert.equal(found.numbers, found.columns);
    await close();
  }
});

test("a figure with columns says that it is not filtered, and fades the turning points that are", async () => {
  const { page, close } = await open(dense, "timeline/?turning=yes&actors=southland");
  await page.locator(".tf-unfiltered:visible").waitFor();
  const [out, all] = [page.locator(".tf-wide a.tf-turning[data-out]"), page.locator(".tf-wide a.tf-turning")];
  assert.ok((await out.count()) > 0 && (await out.count()) < (await all.count()));
  await page.locator(".filters-clear").click();
  assert.equal(await page.locator(".tf-unfiltered:visible").count(), 0);
  assert.equal(await out.count(), 0);
  await close();
});

test("what is folded is printed, and the code for other sites is not", async () => {
  const { page, close } = await open(several, "timeline/", { javaScriptEnabled: false });
  await page.emulateMedia({ media: "print" });
  const fold = page.locator(".tf-mid details.tf-bare p").first();
  assert.ok(await fold.evaluate((names) => names.checkVisibility({ contentVisibilityAuto: true }) && names.getBoundingClientRect().height > 10));
  assert.equal(await page.locator(".embed-code").isVisible(), false);
  await close();
});

test("what is pinned below the strip begins at its foot, also with large text", async () => {
  for (const width of [390, 1280]) {
    for (const size of ["100%", "200%"]) {
      const { page, close } = await open(content, "timeline/", { width, bypassCSP: true });
      const [height, top] = await page.evaluate((size) => {
        document.documentElement.style.fontSize = size;
        const strip = document.querySelector(".strip").getBoundingClientRect().height;
        return [strip, Number.parseFloat(getComputedStyle(document.querySelector(".year-title")).top)];
      }, size);
      assert.ok(height >= 44 && top >= height - 2 && top <= height + 48, `strip of ${height} px, heading at ${top} px, ${size} at ${width} px`);
      if (width === 390) assert.ok(top <= height + 1, `strip of ${height} px, heading at ${top} px, ${size}`);
      await close();
    }
  }
});

test("one form is displayed at each width, also without JavaScript", async () => {
  for (const [width, form] of [[390, "tf-narrow"], [610, "tf-mid"], [768, "tf-mid"], [1280, "tf-wide"]]) {
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
