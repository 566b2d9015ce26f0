// From the page to its source, and back: a double click on a block, or E, opens its line in the editor; with --navigate a
// saved record brings its page here, at the block that changed.

import { open, ownBlock } from "./session.js";
import { isOurs, say, unsay } from "./surface.js";

const GO = "briefing-go-to";
let pointed = null;

export function watchForSource() {
  document.addEventListener("pointerover", ({ target }) => (pointed = target));
  document.addEventListener("dblclick", (event) => {
    if (!isOurs(event) && !event.target.closest("input, textarea, select, button, summary")) openAt(event.target);
  });
  document.addEventListener("keydown", (event) => {
    const isPlain = !event.ctrlKey && !event.altKey && !event.metaKey && !event.shiftKey;
    const isTyping = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key === "e" && isPlain && !isTyping && !isOurs(event)) openAt(focused() ?? pointed ?? middle());
  });
}

// The element with the focus, unless it is the page as a whole.
function focused() {
  const element = document.activeElement;
  return element?.closest("[data-source]") ? element : null;
}

function middle() {
  return document.elementFromPoint(innerWidth / 2, innerHeight / 2);
}

async function openAt(element) {
  const place = placeOf(element?.closest("[data-source]")) ?? ownBlock();
  if (!place) return;
  const { opened, say: words, command } = await open(place);
  if (opened) unsay("editor");
  else say("editor", words, { command });
}

function placeOf(block) {
  if (!block) return null;
  const { source } = block.dataset;
  const at = source.lastIndexOf(":");
  return { record: source.slice(0, at), line: Number(source.slice(at + 1)) };
}

// A page in the background stays where it is: the writer looks at another one.
export function follow(to) {
  if (document.visibilityState !== "visible") return;
  if (location.pathname === to.page) return goTo(to);
  sessionStorage.setItem(GO, JSON.stringify(to));
  location.assign(to.page);
}

// Where `follow` was going when this page was loaded.
export function goToSavedBlock() {
  const saved = sessionStorage.getItem(GO);
  sessionStorage.removeItem(GO);
  if (saved) goTo(JSON.parse(saved));
}

function goTo({ record, line }) {
  const blocks = [...document.querySelectorAll("[data-source]")].map((element) => ({ element, ...placeOf(element) }));
  const own = blocks.filter((block) => block.record === record && block.line <= line);
  const nearest = own.reduce((best, block) => (best && best.line > block.line ? best : block), null);
  const element = nearest?.element;
  if (!element) return scrollTo({ top: 0 });
  element.scrollIntoView({ block: "center" });
  element.animate([{ outline: "2px solid Highlight" }, { outline: "2px solid transparent" }], { duration: 1500 });
}
