// Measures, in real Chromium, from the rename that saves a record to the frame that shows the new words.
// Arguments: the record's file, its page's address, how many edits, how many records (for the printed row).

import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";

const { chromium } = createRequire(new URL("../../tests/browser/", import.meta.url))("playwright-core");
const [file, url, edits, records] = process.argv.slice(2);
const text = readFileSync(file, "utf8").replace(/\s+Edited.*\s*$/, "");

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const page = await browser.newPage();
await page.goto(url);
await page.waitForTimeout(500);
// The page itself notes when words came: asking it from here would cost time of its own.
await page.evaluate(() => {
  globalThis.came = new Map();
  new MutationObserver(() => {
    const words = /Edited for pixel (\d+)/.exec(document.querySelector("main").textContent)?.[1];
    if (words && !globalThis.came.has(words)) {
      globalThis.came.set(words, null);
      requestAnimationFrame(() => globalThis.came.set(words, performance.timeOrigin + performance.now()));
    }
  }).observe(document.body, { childList: true, subtree: true, characterData: true });
});

const times = [];
for (let edit = 0; edit < Number(edits); edit += 1) {
  writeFileSync(`${file}.tmp`, `${text}\n\nEdited for pixel ${edit}.\n`);
  const begin = performance.timeOrigin + performance.now();
  renameSync(`${file}.tmp`, file);
  const came = await page.waitForFunction((edit) => globalThis.came.get(edit), String(edit));
  times.push((await came.jsonValue()) - begin);
}
await browser.close();

times.sort((a, b) => a - b);
const at = (part) => times[Math.floor(times.length * part)].toFixed(1).padStart(8);
console.log(`${records.padStart(8)} ${"pixel".padStart(10)} ${at(0.5)} ${at(0.95)}`);
