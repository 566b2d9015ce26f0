// Exchanges what changed in the head. A new style sheet is loaded before the old one goes, so that no frame is without.

import { headBefore } from "./morph.js";

// Whether the head changed in ways that only loading the page again can follow: other scripts, another policy.
export function needsReload(now) {
  const decisive = 'script[src]:not([src^="/_briefing/"]), meta[http-equiv]';
  const kept = (head) => [...head.querySelectorAll(decisive)].map((element) => element.outerHTML);
  return kept(headBefore()).join() !== kept(now).join();
}

export async function swapHead(now) {
  const was = new Map([...headBefore().children].map((element) => [element.outerHTML, element]));
  const is = new Map([...now.children].map((element) => [element.outerHTML, element]));
  const here = [...document.head.children];
  const gone = here.filter((element) => was.has(element.outerHTML) && !is.has(element.outerHTML));
  const loading = [];
  let before = null;
  for (const [html, element] of is) {
    const same = here.find((other) => other.outerHTML === html);
    if (same) {
      before = same;
      continue;
    }
    const fresh = document.importNode(element, true);
    if (fresh.matches("link[rel~=stylesheet]")) loading.push(loaded(fresh));
    // Sheets keep their order: it decides which of two rules wins.
    if (before) before.after(fresh);
    else document.head.prepend(fresh);
    before = fresh;
  }
  await Promise.all(loading);
  for (const element of gone) element.remove();
}

function loaded(link) {
  return new Promise((resolve) => {
    link.addEventListener("load", resolve);
    link.addEventListener("error", resolve);
  });
}
