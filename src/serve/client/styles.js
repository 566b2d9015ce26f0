// Updates the head. A new style sheet is loaded before the old one is removed, so that no frame is unstyled.

import { previousHead } from "./morph.js";

// Checks whether the head changed in ways that need a reload: other scripts or another policy.
export function needsReload(now) {
  const selector = 'script[src]:not([src^="/_briefing/"]), meta[http-equiv]';
  const serialize = (head) => [...head.querySelectorAll(selector)].map((element) => element.outerHTML);
  return serialize(previousHead()).join() !== serialize(now).join();
}

export async function swapHead(now) {
  const previous = new Map([...previousHead().children].map((element) => [element.outerHTML, element]));
  const next = new Map([...now.children].map((element) => [element.outerHTML, element]));
  const current = [...document.head.children];
  const removed = current.filter((element) => previous.has(element.outerHTML) && !next.has(element.outerHTML));
  const loading = [];
  let predecessor = null;
  for (const [html, element] of next) {
    const existing = current.find((other) => other.outerHTML === html);
    if (existing) {
      predecessor = existing;
      continue;
    }
    const added = document.importNode(element, true);
    if (added.matches("link[rel~=stylesheet]")) loading.push(whenLoaded(added));
    // Keep the order of style sheets: it decides between rules of equal specificity.
    if (predecessor) predecessor.after(added);
    else document.head.prepend(added);
    predecessor = added;
  }
  await Promise.all(loading);
  for (const element of removed) element.remove();
}

function whenLoaded(link) {
  return new Promise((resolve) => {
    link.addEventListener("load", resolve);
    link.addEventListener("error", resolve);
  });
}
