// Measures the time from the rename that saves a record to the frame that shows the new text, in Chromium.
// Arguments: number of records (for the printed row), edits per record, then pairs of source file and page URL.

import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";

const { chromium } = createRequire(new URL("../../tests/browser/", import.meta.url))("playwright-core");
const [size, edits, ...records] = process.argv.slice(2);

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const page = await browser.newPage();
const times = [];
for (let index = 0; index < records.length; index += 2) await measure(records[index], records[index + 1]);
await browser.close();

async function measure(file, url) {
  const text = readFileSync(file, "utf8").replace(/\s+Edited.*\s*$/, "");
  await page.goto(url);
  await page.waitForTimeout(500);
  // The page records the time of each change itself: polling from here would add latency.
  await page.evaluate(() => {
    globalThis.shownAt = new Map();
    new MutationObserver(() => {
      const edit = /Edited for pixel (\d+)/.exec(document.querySelector("main").textContent)?.[1];
      if (edit && !globalThis.shownAt.has(edit)) {
        globalThis.shownAt.set(edit, null);
        requestAnimationFrame(() => globalThis.shownAt.set(edit, performance.timeOrigin + performance.now()));
      }
    }).observe(document.body, { childList: true, subtree: true, characterData: true });
  });
  for (let edit = 0; edit < Number(edits); edit += 1) {
    writeFileSync(`${file}.tmp`, `${text}\n\nEdited for pixel ${edit}.\n`);
    const start = performance.timeOrigin + performance.now();
    renameSync(`${file}.tmp`, file);
    const shownAt = await page.waitForFunction((edit) => globalThis.shownAt.get(edit), String(edit));
    times.push((await shownAt.jsonValue()) - start);
  }
}

times.sort((a, b) => a - b);
const format = (index) => times[index].toFixed(1).padStart(8);
const [median, p95, max] = [times.length * 0.5, times.length * 0.95, times.length - 1].map((index) => format(Math.floor(index)));
console.log(`${size.padStart(8)} ${"pixel".padStart(10)} ${median} ${p95} ${max}`);
