// Tests in a real browser of what readers take along: statements with their references, links to statements, and the
// description of a page for those who share it.

import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { launchBrowser } from "./browser.js";
import { serveBriefing } from "./site.js";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const SITE = "https://briefing.example.org/ai-governance/";
const INITIATIVE = "initiatives/pax-silica-declaration/";

let site;
let numbered;
let numberedRoot;
let browser;

// A briefing of its own, with numbered citations and a note in Chinese.
function numberedBriefing() {
  const root = mkdtempSync(join(tmpdir(), "briefing-numbered-"));
  cpSync(join(ROOT, "content"), join(root, "content"), { recursive: true });
  cpSync(join(ROOT, "evidence.lock"), join(root, "evidence.lock"));
  const config = readFileSync(join(ROOT, "briefing.toml"), "utf8");
  writeFileSync(join(root, "briefing.toml"), `${config}\n[citations]\nstyle = "vancouver-superscript"\n`);
  return root;
}

before(async () => {
  site = await serveBriefing();
  numberedRoot = numberedBriefing();
  numbered = await serveBriefing("/ai-governance/", numberedRoot);
  browser = await launchBrowser();
});

after(async () => {
  await browser?.close();
  site?.close();
  numbered?.close();
  if (numberedRoot) rmSync(numberedRoot, { recursive: true });
});

async function open(path, { from = site, width = 1280, ...options } = {}) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, permissions: ["clipboard-read", "clipboard-write"], ...options });
  const page = await context.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(`script: ${error.message}`));
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  await page.goto(path.startsWith("file:") ? path : from.url(path), { waitUntil: "load" });
  return { page, errors, close: () => context.close() };
}

const clipboard = (page) => page.evaluate(() => navigator.clipboard.readText());
const statement = (page, words) => page.locator('.prose [id^="s-"]', { hasText: words }).first();

async function copyAt(page, where) {
  await where.hover();
  await where.locator("> .take button").click();
  await page.locator('[role=status]:text-is("Copied with reference.")').waitFor({ state: "attached" });
  return (await clipboard(page)).replace(/\r\n/g, "\n").split("\n\n");
}

test("a paragraph is copied with its citations, its references, the site and a link", async () => {
  const { page, errors, close } = await open(INITIATIVE);
  const where = statement(page, "The article lists the signatories");
  const id = await where.getAttribute("id");
  const parts = await copyAt(page, where);
  assert.equal(parts.length, 3, parts.join("\n"));
  assert.match(parts[0], /^A declaration signed in Washington on 12 December 2025 \(Light Blade 2025, ¶1\)\. The article lists.* \(Light Blade 2025, ¶1\)\.$/);
  assert.equal(parts[1], (await page.locator("#ref-light-blade-2025 > p").first().textContent()).replace(/\s+/g, " ").trim());
  assert.match(parts[2], /Pax Silica Declaration.*Global AI governance, July to December 2025/i);
  assert.ok(parts[2].includes(`${SITE}${INITIATIVE}#${id}`), parts[2]);
  assert.deepEqual(errors, []);
  await close();
});

test("marks of checks are not copied, quotation marks are", async () => {
  const { page, close } = await open(INITIATIVE);
  const [text] = await copyAt(page, statement(page, "trusted supply chain partnership"));
  assert.match(text, /“trusted supply chain partnership” \(Light Blade 2025, ¶1\)/);
  assert.doesNotMatch(text, /occurs|Copy|#/);
  await close();
});

test("a claim is copied with the marks of its evidence and their references", async () => {
  const { page, close } = await open(INITIATIVE);
  await page.locator("summary:has(#claims)").click();
  const row = page.locator("#claim-1 th");
  const id = await row.locator('[id^="s-"]').getAttribute("id");
  const parts = await copyAt(page, row);
  assert.match(parts[0], / \(Light Blade 2025, ¶1\)$/);
  assert.match(parts[1], /^Light Blade/);
  assert.ok(parts.at(-1).includes(`#${id}`));
  await close();
});

test("key points and the bottom line of the front page are copied", async () => {
  const { page, close } = await open("");
  for (const selector of [".key-points .statements > li > p", ".bottom-line .statements > li > p"]) {
    const parts = await copyAt(page, page.locator(selector).first());
    assert.ok(parts.length > 1 && parts[0].length > 40, parts.join("\n"));
    assert.match(parts[0], /\(.*\d{4}, ¶\d+\)$/);
    const fragment = parts.at(-1).match(new RegExp(`${SITE}#(s-\\d{7})`));
    assert.ok(fragment, parts.at(-1));
    assert.equal(await page.locator(`#${fragment[1]}`).count(), 1);
  }
  await close();
});

test("selected words are copied alone, with the citations of their statement", async () => {
  const { page, close } = await open(INITIATIVE);
  const where = statement(page, "trusted supply chain partnership");
  await where.hover();
  await where.evaluate((paragraph) => {
    const text = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT).nextNode();
    getSelection().setBaseAndExtent(text, 0, text, 7);
  });
  const parts = await copyAt(page, where);
  assert.equal(parts[0], "The aim (Light Blade 2025, ¶1)");
  assert.match(parts[1], /^Light Blade/);
  await close();
});

test("numbers of a style that raises them are in brackets, and their references have them", async () => {
  const { page, close } = await open(INITIATIVE, { from: numbered });
  const parts = await copyAt(page, statement(page, "The article lists the signatories"));
  assert.match(parts[0], /12 December 2025 ?\[\d/);
  assert.match(parts[1], /^\d+\.? ?\S*Light Blade/);
  await close();
});

test("the keyboard reaches each control, copies, and keeps its place", async () => {
  const { page, close } = await open(INITIATIVE);
  const button = statement(page, "The article lists the signatories").locator("> .take button");
  await button.focus();
  assert.equal(await button.evaluate((control) => getComputedStyle(control.parentElement).opacity), "1");
  await page.keyboard.press("Enter");
  await page.locator(".taken").waitFor();
  assert.match(await clipboard(page), /Light Blade 2025/);
  assert.ok(await button.evaluate((control) => control === document.activeElement));
  await page.keyboard.press("Escape");
  assert.equal(await page.locator(".taken").count(), 0);
  await close();
});

test("without a clipboard for scripts the words are copied by command, or shown", async () => {
  const { page, close } = await open(INITIATIVE);
  const where = statement(page, "The article lists the signatories");
  await page.evaluate(() => {
    navigator.clipboard.readText().catch(() => {});
    Object.defineProperty(navigator.clipboard, "writeText", { value: undefined });
  });
  assert.match((await copyAt(page, where))[0], /^A declaration signed/);
  await page.evaluate(() => { document.execCommand = () => false; });
  await where.locator("> .take button").click();
  await page.locator(".taken", { hasText: "Select the text: A declaration signed" }).waitFor();
  await close();
});

test("a page opened from a disk can copy", async () => {
  const { page, close } = await open(pathToFileURL(join(site.folder, INITIATIVE, "index.html")).href);
  const where = statement(page, "The article lists the signatories");
  await where.hover();
  await where.locator("> .take button").click();
  const taken = page.locator(".taken a");
  await taken.waitFor();
  assert.match(await taken.textContent(), new RegExp(`^${SITE}${INITIATIVE}#s-`));
  await close();
});

test("on a touch screen controls are there without a pointer, and large enough", async () => {
  const { page, close } = await open(INITIATIVE, { width: 390, isMobile: true, hasTouch: true });
  const where = statement(page, "The article lists the signatories");
  const button = where.locator("> .take button");
  assert.equal(await button.evaluate((control) => getComputedStyle(control.parentElement).opacity), "1");
  const { width, height } = await button.boundingBox();
  assert.ok(width >= 24 && height >= 24, `${width} × ${height}`);
  await button.tap();
  await page.locator(".taken").waitFor();
  assert.match(await clipboard(page), /^A declaration signed/);
  await close();
});

test("controls move nothing", async () => {
  const heights = [];
  for (const javaScriptEnabled of [false, true]) {
    const { page, close } = await open(INITIATIVE, { javaScriptEnabled });
    heights.push(await page.locator(".prose").boundingBox().then((box) => box.height));
    await close();
  }
  assert.equal(heights[0], heights[1]);
});

test("links to statements work without JavaScript, and are unique", async () => {
  const { page, close } = await open(INITIATIVE, { javaScriptEnabled: false });
  const ids = await page.locator('[id^="s-"]').evaluateAll((all) => all.map((one) => one.id));
  assert.ok(ids.length > 5);
  assert.equal(new Set(ids).size, ids.length);
  await page.goto(`${site.url(INITIATIVE)}#${ids.at(-1)}`);
  assert.equal(await page.locator(":target").getAttribute("id"), ids.at(-1));
  assert.equal(await page.locator(".take").count(), 0);
  await close();
});

test("statements have no axe violations at rest, shown, and copied", async () => {
  for (const [path, width] of [[INITIATIVE, 1280], [INITIATIVE, 390], ["", 390], ["", 1280]]) {
    for (const colorScheme of ["light", "dark"]) {
      const { page, close } = await open(path, { width, colorScheme, bypassCSP: true, hasTouch: width < 500, isMobile: width < 500 });
      await page.evaluate(AXE);
      await page.locator(".take button").first().focus();
      await page.keyboard.press("Enter");
      await page.locator(".taken").waitFor();
      const { violations } = await page.evaluate(() => axe.run({ include: [[".stated"]] }, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
      const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 120)).join(" | ")}`);
      assert.deepEqual(found, [], `${path} at ${width} px, ${colorScheme}`);
      if (process.env.SHOTS) await page.screenshot({ path: join(process.env.SHOTS, `copy-${path.split("/")[0] || "home"}-${width}-${colorScheme}.png`) });
      await close();
    }
  }
});

test("pages describe themselves to those who share them, with a card that exists", async () => {
  for (const path of ["", INITIATIVE, "actors/china/"]) {
    const { page, close } = await open(path, { javaScriptEnabled: false });
    const content = (name) => page.locator(`meta[property="${name}"], meta[name="${name}"]`).getAttribute("content");
    assert.equal(await content("twitter:card"), "summary_large_image");
    assert.equal(await content("og:locale"), "en_US");
    assert.ok((await content("og:image:alt")).length > 10);
    const card = await content("og:image");
    assert.ok(card.startsWith(SITE), card);
    const png = readFileSync(join(site.folder, card.slice(SITE.length)));
    assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [1200, 630]);
    await close();
  }
});
