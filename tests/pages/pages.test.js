// Validators of the published site: Nu for the HTML of every page, Lighthouse for four pages. Needs Java.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { serveBriefing } from "../browser/site.js";

const require = createRequire(import.meta.url);
const LIGHTHOUSE = ["", "timeline/", "initiatives/pax-silica-declaration/", "articles/light-blade-2025/"];
const FULL = ["accessibility", "best-practices", "seo"];

let site;

before(async () => {
  site = await serveBriefing();
});

after(() => site?.close());

test("Nu finds no errors on any page", () => {
  const jar = String(require("vnu-jar"));
  const { status, stderr } = spawnSync("java", ["-jar", jar, "--errors-only", "--skip-non-html", site.folder], { encoding: "utf8", maxBuffer: 1 << 28 });
  assert.equal(stderr.split("\n").slice(0, 20).join("\n"), "");
  assert.equal(status, 0);
});

for (const path of LIGHTHOUSE) {
  test(`Lighthouse: /${path} has full scores`, async () => {
    const { default: lighthouse } = await import("lighthouse");
    const { launch } = await import("chrome-launcher");
    const chrome = await launch({ chromePath: process.env.CHROMIUM ?? "/usr/bin/chromium", chromeFlags: ["--headless", "--no-sandbox", "--disable-gpu"] });
    try {
      const { lhr } = await lighthouse(site.url(path), { port: chrome.port, logLevel: "error" });
      const failed = Object.values(lhr.audits).filter((audit) => audit.score !== null && audit.score < 1).map((audit) => audit.id);
      console.log(`performance of /${path}: ${lhr.categories.performance.score}`);
      for (const category of FULL) assert.equal(lhr.categories[category].score, 1, `${category}: ${failed.join(", ")}`);
    } finally {
      await chrome.kill();
    }
  });
}
