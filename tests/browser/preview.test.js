// Tests of the preview in a real browser: updates keep the changes of the reader and of scripts.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, beforeEach, afterEach, test } from "node:test";
import { launchBrowser } from "./browser.js";
import { CONFIG, paragraphs, preview, record } from "./preview.js";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const FERRIES = "content/topics/ferries.md";
const PAGE = "topics/ferries/";

let site;
let browser;
let context;
let errors;

before(async () => {
  browser = await launchBrowser();
});

after(() => browser?.close());

beforeEach(async () => {
  site = await preview("--navigate");
  context = await browser.newContext({ viewport: { width: 1000, height: 600 } });
  errors = [];
});

afterEach(async () => {
  await context.close();
  await site.close();
  assert.deepEqual(errors, []);
});

async function open(path = PAGE) {
  const page = await context.newPage();
  page.on("pageerror", (error) => errors.push(`script: ${error.message}`));
  page.on("console", (message) => {
    const isExpected = /404|403|503|net::ERR_/.test(message.text());
    if (message.type() === "error" && !isExpected) errors.push(message.text());
  });
  await page.goto(site.url(path));
  await page.locator("briefing-preview .badge").filter({ hasText: /\w/ }).waitFor();
  return page;
}

const write = (text, more) => site.write(FERRIES, record("Ferries", text, more));
const waitForText = (page, text) => page.locator("main p", { hasText: text }).first().waitFor();
const overlay = (page) => page.locator("briefing-preview .overlay");

test("applies a saved change and keeps the reader's state", async () => {
  const page = await open();
  await page.locator("main summary").click();
  await page.locator(".nameless").fill("other");
  await page.locator("#q").fill("half a wo");
  await page.evaluate(() => {
    document.querySelector("#q").setSelectionRange(2, 5);
    document.querySelector("h1").dataset.script = "was here";
    document.body.append(Object.assign(document.createElement("div"), { id: "of-a-script" }));
    globalThis.sameDocument = true;
    scrollTo(0, 700);
  });
  write(paragraphs("The ferries sail at night."));
  await waitForText(page, "The ferries sail at night.");
  const state = await page.evaluate(() => ({
    scroll: scrollY,
    focus: document.activeElement.id,
    value: document.querySelector("#q").value,
    other: document.querySelector(".nameless").value,
    selection: [document.querySelector("#q").selectionStart, document.querySelector("#q").selectionEnd],
    open: document.querySelector("details").open,
    script: document.querySelector("h1").dataset.script,
    ofAScript: document.querySelector("#of-a-script") !== null,
    same: globalThis.sameDocument,
  }));
  const expected = {
    focus: "q", value: "half a wo", other: "other", selection: [2, 5], open: true, script: "was here", ofAScript: true, same: true,
  };
  const { scroll, ...others } = state;
  assert.deepEqual(others, expected);
});

test("keeps a filter and applies it to new events", async () => {
  const event = (title, topic) => record(title, "Words.", `date = "2031"\ntopics = ["${topic}"]\n`);
  site.write("content/events/one.md", event("One", "ferries"));
  site.write("content/events/two.md", event("Two", "tolls"));
  while (!(await (await fetch(site.url("timeline/"))).text()).includes("Two")) await new Promise((resolve) => setTimeout(resolve, 50));
  const page = await open("timeline/#topics=ferries");
  const shown = () => page.locator("#events .event:not([hidden]) .event-title").allTextContents();
  assert.deepEqual(await shown(), ["One"]);
  site.write("content/events/three.md", event("Three", "tolls"));
  site.write("content/events/four.md", event("Four", "ferries"));
  await page.getByRole("link", { name: "Four" }).first().waitFor();
  await page.waitForFunction(() => document.querySelectorAll("#events .event").length === 4);
  assert.deepEqual((await shown()).sort(), ["Four", "One"]);
  assert.match(await page.locator(".filters-state").textContent(), /2.*4/);
});

test("keeps the selection when other text changes", async () => {
  const page = await open();
  await page.evaluate(() => {
    const paragraph = [...document.querySelectorAll(".prose p")].find((p) => p.textContent.startsWith("Paragraph 3 "));
    getSelection().setBaseAndExtent(paragraph.firstChild, 0, paragraph.firstChild, 11);
  });
  write(paragraphs("Other words."));
  await waitForText(page, "Other words.");
  assert.equal(await page.evaluate(() => String(getSelection())), "Paragraph 3");
});

test("swaps style sheets without an unstyled frame", async () => {
  const page = await open();
  site.write("themes/default/styles/base.css", "body { margin-left: 1px }");
  await page.waitForFunction(() => getComputedStyle(document.body).marginLeft === "1px");
  await page.evaluate(() => {
    globalThis.bare = 0;
    const countBareFrames = () => {
      if (getComputedStyle(document.body).marginLeft === "8px") globalThis.bare += 1;
      requestAnimationFrame(countBareFrames);
    };
    countBareFrames();
  });
  for (const margin of [2, 3, 4]) {
    site.write("themes/default/styles/base.css", `body { margin-left: ${margin}px }`);
    await page.waitForFunction((margin) => getComputedStyle(document.body).marginLeft === `${margin}px`, margin);
  }
  assert.deepEqual(await page.evaluate(() => [globalThis.bare, document.querySelectorAll("link[rel=stylesheet]").length]), [0, 1]);
});

test("shows errors over the last good page until they are fixed", async () => {
  const page = await open();
  write("See <img src=x onerror=alert(1)> and [[nowhere]].");
  await overlay(page).waitFor();
  const frame = await overlay(page).locator("pre").textContent();
  assert.match(frame, /unknown-record/);
  assert.match(frame, /<img src=x onerror=alert\(1\)>/, "markup is shown as text");
  await waitForText(page, "The ferries are full.");
  await page.keyboard.press("Escape");
  await overlay(page).waitFor({ state: "hidden" });
  site.write("content/topics/tolls.md", record("Tolls", "See [[nobody]]."));
  await overlay(page).getByText("2 errors").waitFor();
  site.write("content/topics/tolls.md", record("Tolls", "There are none."));
  await overlay(page).getByText("1 error", { exact: true }).waitFor();
  write("Mended.");
  await overlay(page).waitFor({ state: "hidden" });
  await waitForText(page, "Mended.");
});

test("loads the site after the first good build", async () => {
  write("[[nowhere]]");
  const page = await open();
  await overlay(page).waitFor();
  await site.restart();
  await page.getByText("Not built yet").first().waitFor();
  await overlay(page).waitFor();
  write("Mended.");
  await waitForText(page, "Mended.");
});

test("badge counts warnings, panel shows data of the page", async () => {
  site.write("briefing.toml", `${CONFIG}[languages.zh-Hans]\ntitle = "x"\n`);
  site.write(
    "content/articles/quiet-2031/index.md",
    record("Quiet", "Summary.", 'authors = [{ name = "Ada Brook" }]\noutlet = "Courier"\ndate = "2031"\n'),
  );
  site.write("content/topics/tolls.zh-Hans.md", record("收费", "没有。"));
  write('They say "so it seems" [@quiet-2031, ¶2].');
  const page = await open();
  const badge = page.locator("briefing-preview .badge");
  await badge.click();
  const panel = page.locator("briefing-preview .panel");
  await panel.getByText("Quotations (1)").waitFor();
  await panel.getByText("so it seems").waitFor();
  await panel.getByText("zh-Hans").waitFor();
  site.write("content/articles/unused-2031/index.md", site.read("content/articles/quiet-2031/index.md"));
  await badge.getByText("1 warning").waitFor();
  await page.keyboard.press("Escape");
  await panel.waitFor({ state: "hidden" });
});

test("a text's numbers and words are copied as citations", async () => {
  const article = record("Full ferries", "Summary.", 'authors = [{ name = "Ada Brook" }]\noutlet = "Courier"\ndate = "2031"\n');
  site.write("content/articles/ferry-2031/index.md", article);
  const first = "The ferries are “full” every day of the year, says the master of the harbour of Lindhaven.";
  const second = "They sail at night as well, and nobody knows when the last of them is to return to the pier.";
  site.write("content/articles/ferry-2031/article.txt", `Full ferries\n\n${first}\n\n${second}\n`);
  while (!(await fetch(site.url("articles/ferry-2031/"))).ok) await new Promise((resolve) => setTimeout(resolve, 50));
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: new URL(site.url()).origin });
  const page = await open("articles/ferry-2031/");
  await page.locator("briefing-preview .text-button").click();
  const panel = page.locator("briefing-preview .text-panel");
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
  await panel.getByRole("button", { name: "¶2" }).click();
  await panel.getByText("Copied: [@ferry-2031, ¶2]").waitFor();
  assert.equal(await clipboard(), "[@ferry-2031, ¶2]");
  const select = async (from, to) => {
    await panel.locator(".words").first().evaluate((element, [from, to]) => {
      const words = [...element.getRootNode().querySelectorAll(".words")];
      document.getSelection().setBaseAndExtent(words[from[0]].firstChild, from[1], words[to[0]].firstChild, to[1]);
      element.dispatchEvent(new PointerEvent("pointerup", { bubbles: true }));
    }, [from, to]);
  };
  await select([0, first.indexOf("rries")], [0, first.indexOf(" every")]);
  await panel.getByText("Copied: \"ferries are 'full'").waitFor();
  assert.equal(await clipboard(), "\"ferries are 'full'\" [@ferry-2031, ¶1]");
  await select([0, first.indexOf("of Lindhaven")], [1, "They sail".length]);
  await panel.getByText("They sail\" [@ferry-2031, ¶1–2]").waitFor();
  const { violations } = await (async () => {
    const checked = await browser.newContext({ bypassCSP: true });
    const other = await checked.newPage();
    await other.goto(site.url("articles/ferry-2031/"));
    await other.locator("briefing-preview .text-button").click();
    await other.locator("briefing-preview .words").first().waitFor();
    await other.evaluate(AXE);
    const result = await other.evaluate(() => globalThis.axe.run(document.querySelector("briefing-preview")));
    await checked.close();
    return result;
  })();
  assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(" ")}`), []);
  await page.keyboard.press("Escape");
  await panel.waitFor({ state: "hidden" });
  await page.goto(site.url(PAGE));
  await page.locator("briefing-preview .badge").filter({ hasText: /\w/ }).waitFor();
  assert.equal(await page.locator("briefing-preview .text-button").isVisible(), false);
});

test("overlay and panel are accessible", async () => {
  const checked = await browser.newContext({ bypassCSP: true });
  write("[[nowhere]]");
  for (const colorScheme of ["light", "dark"]) {
    const page = await checked.newPage();
    await page.emulateMedia({ colorScheme });
    await page.goto(site.url());
    await overlay(page).waitFor();
    await page.locator("briefing-preview .badge").evaluate((badge) => badge.click());
    await page.evaluate(AXE);
    const { violations } = await page.evaluate(() => globalThis.axe.run(document.querySelector("briefing-preview")));
    assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(" ")}`), []);
  }
  await checked.close();
});

test("follows a moved page and reports a removed one", async () => {
  const page = await open();
  site.move(FERRIES, "content/topics/boats.md");
  await page.waitForURL(site.url("topics/boats/"));
  site.remove("content/topics/boats.md");
  const notice = page.locator("briefing-preview .notice");
  await notice.getByText("This page no longer exists.").waitFor();
  site.write("content/topics/boats.md", record("Boats", "Here again."));
  await waitForText(page, "Here again.");
  await notice.waitFor({ state: "detached" });
});

test("double click and key open the editor at the block's line", async () => {
  const page = await open();
  const opened = async (count) => {
    while (site.opened().length < count) await page.waitForTimeout(10);
    return site.opened().at(-1);
  };
  await page.getByText("Paragraph 2 of the long story.").dblclick();
  assert.equal(await opened(1), `${site.path(FERRIES)}:9`);
  await page.locator("h1").dblclick();
  assert.equal(await opened(2), `${site.path(FERRIES)}:2`, "outside of blocks, the record's title");
  await page.getByText("Paragraph 1 of the long story.").hover();
  await page.keyboard.press("e");
  assert.equal(await opened(3), `${site.path(FERRIES)}:7`);
  await page.locator("#q").fill("");
  await page.keyboard.type("e");
  assert.equal(await page.locator("#q").inputValue(), "e");
  assert.equal(site.opened().length, 3);
});

test("navigates to the changed block of a saved record", async () => {
  const page = await open("topics/tolls/");
  site.replace(FERRIES, "Paragraph 50 of", "Changed, 50 of");
  await page.waitForURL(site.url(PAGE));
  const block = page.getByText("Changed, 50 of the long story.");
  await page.waitForFunction(() => scrollY > 0);
  assert.ok(await block.evaluate((element) => element.getBoundingClientRect().top < innerHeight));
  site.replace(FERRIES, "The ferries are full.", "The ferries are fuller.");
  await page.waitForFunction(() => scrollY === 0 || document.querySelector(".prose p").getBoundingClientRect().top > 0);
});

test("updates many tabs and several browsers", async () => {
  const other = await browser.newContext();
  const pages = [];
  for (let n = 0; n < 9; n += 1) pages.push(await open());
  const elsewhere = await other.newPage();
  await elsewhere.goto(site.url(PAGE));
  write("For all.");
  await Promise.all([...pages, elsewhere].map((page) => waitForText(page, "For all.")));
  // Close the tab with the connection; another one takes over.
  await pages[0].close();
  write("For the others.");
  await Promise.all(pages.slice(1).map((page) => waitForText(page, "For the others.")));
  await other.close();
});

test("pages recover after a server restart", async () => {
  const page = await open();
  await site.restart();
  write("After a new start.");
  await waitForText(page, "After a new start.");
});

test("survives a server failure during an update", async () => {
  const page = await open();
  await context.route("**", (route) => (route.request().resourceType() === "fetch" ? route.abort() : route.continue()));
  const noticed = page.waitForEvent("console", (message) => message.text().startsWith("briefing:"));
  write("Nobody gets this.");
  await noticed;
  await context.unroute("**");
  write("But this.");
  await waitForText(page, "But this.");
});

test("reloads configuration and templates", async () => {
  const page = await open();
  site.write("briefing.toml", CONFIG.replace("Lindhaven\"\n", 'Renamed"\n'));
  await page.waitForFunction(() => document.title.includes("Renamed"));
  site.replace("templates/topic.html", "<h1>", "<h1>On ");
  await page.getByRole("heading", { name: "On Ferries" }).waitFor();
  site.write("briefing.toml", CONFIG.replace("/lindhaven/", "/"));
  await page.waitForURL((url) => url.pathname === "/topics/ferries/");
});
