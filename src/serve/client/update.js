// Updates the page: morphs it, follows a move, or reports that it is gone.

import { morphPage } from "./morph.js";
import { showNotice, hideNotice } from "./surface.js";
import { needsReload, swapHead } from "./styles.js";

let shownStatus = performance.getEntriesByType("navigation")[0]?.responseStatus || 200;
let shownHtml = null;

// `state` fetches diagnostics and the state of the page.
export async function updatePage(state) {
  const response = await fetch(location.pathname, { cache: "no-cache" });
  const html = await response.text();
  if (response.status === 503 || !response.headers.get("content-type")?.startsWith("text/html")) return;
  if (response.redirected) return location.replace(response.url + location.hash);
  if (response.status === 404 && shownStatus !== 404) return showMovedOrGone(await state());
  hideNotice("gone");
  if (response.ok && shownStatus !== 200) return location.reload();
  if (html === shownHtml) return;
  const now = new DOMParser().parseFromString(html, "text/html");
  if (needsReload(now.head)) return location.reload();
  await swapHead(now.head);
  morphPage(now);
  shownHtml = html;
  notifyScripts();
}

function showMovedOrGone({ page }) {
  if (page?.is === "moved") return location.replace(page.to + location.hash);
  if (page?.is === "gone") showNotice("gone", "This page no longer exists.", { linkText: "Front page", href: page.home });
}

// Lets scripts that depend on the URL's hash process the new nodes.
function notifyScripts() {
  dispatchEvent(new HashChangeEvent("hashchange", { oldURL: location.href, newURL: location.href }));
}
