// Measures, in real Chromium, from the rename that saves a record to the frame that shows the new words.
// Arguments: how many records (for the printed row), how many edits of each, then the records' files, each with its page's
// address.

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
for (let at = 0; at < records.length; at += 2) await measure(records[at], records[at + 1]);
await browser.close();

async function measure(file, url) {
  const text = readFileSync(file, "utf8").replace(/\s+Edited.*\s*$/, "");
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
  for (let edit = 0; edit < Number(edits); edit += 1) {
    writeFileSync(`${file}.tmp`, `${text}\n\nEdited for pixel ${edit}.\n`);
    const begin = performance.timeOrigin + performance.now();
    renameSync(`${file}.tmp`, file);
    const came = await page.waitForFunction((edit) => globalThis.came.get(edit), String(edit));
    times.push((await came.jsonValue()) - begin);
  }
}

times.sort((a, b) => a - b);
const at = (index) => times[index].toFixed(1).padStart(8);
const [median, p95, worst] = [times.length * 0.5, times.length * 0.95, times.length - 1].map((index) => at(Math.floor(index)));
console.log(`${size.padStart(8)} ${"pixel".padStart(10)} ${median} ${p95} ${worst}`);
