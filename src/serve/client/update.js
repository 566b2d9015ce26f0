// Brings the page up to date: morphs it, follows it where it went, or says that it is gone.

import { morphPage } from "./morph.js";
import { say, unsay } from "./surface.js";
import { needsReload, swapHead } from "./styles.js";

let shownStatus = performance.getEntriesByType("navigation")[0]?.responseStatus || 200;
let shownHtml = null;

// `state` asks what was found, and what became of the page.
export async function bringUpToDate(state) {
  const answer = await fetch(location.pathname, { cache: "no-cache" });
  const html = await answer.text();
  if (answer.status === 503 || !answer.headers.get("content-type")?.startsWith("text/html")) return;
  if (answer.redirected) return location.replace(answer.url + location.hash);
  if (answer.status === 404 && shownStatus !== 404) return leave(await state());
  unsay("gone");
  if (answer.ok && shownStatus !== 200) return location.reload();
  if (html === shownHtml) return;
  const now = new DOMParser().parseFromString(html, "text/html");
  if (needsReload(now.head)) return location.reload();
  await swapHead(now.head);
  morphPage(now);
  shownHtml = html;
  tellScripts();
}

function leave({ page }) {
  if (page?.is === "moved") return location.replace(page.to + location.hash);
  if (page?.is === "gone") say("gone", "This page is no more.", { words: "Front page", href: page.home });
}

// Scripts that filter or mark by the address's hash do it again, for what came into the page.
function tellScripts() {
  dispatchEvent(new HashChangeEvent("hashchange", { oldURL: location.href, newURL: location.href }));
}
