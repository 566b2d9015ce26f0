// Links pages and sources: a double click on a block, or E, opens its line in the editor; with --navigate, saving a
// record opens its page at the changed block.

import { open, pageBlock } from "./session.js";
import { isPreviewEvent, showNotice, hideNotice } from "./surface.js";

const TARGET_KEY = "briefing-go-to";
let hovered = null;

export function watchForSource() {
  document.addEventListener("pointerover", ({ target }) => (hovered = target));
  document.addEventListener("dblclick", (event) => {
    if (!isPreviewEvent(event) && !event.target.closest("input, textarea, select, button, summary")) openAt(event.target);
  });
  document.addEventListener("keydown", (event) => {
    const isPlain = !event.ctrlKey && !event.altKey && !event.metaKey && !event.shiftKey;
    const isTyping = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key === "e" && isPlain && !isTyping && !isPreviewEvent(event)) openAt(focused() ?? hovered ?? middle());
  });
}

// Returns the focused element, unless it is the whole page.
function focused() {
  const element = document.activeElement;
  return element?.closest("[data-source]") ? element : null;
}

function middle() {
  return document.elementFromPoint(innerWidth / 2, innerHeight / 2);
}

async function openAt(element) {
  const target = blockPosition(element?.closest("[data-source]")) ?? pageBlock();
  if (!target) return;
  const { opened, say: text, command } = await open(target);
  if (opened) hideNotice("editor");
  else showNotice("editor", text, { command });
}

function blockPosition(block) {
  if (!block) return null;
  const { source } = block.dataset;
  const separator = source.lastIndexOf(":");
  return { record: source.slice(0, separator), line: Number(source.slice(separator + 1)) };
}

// A background tab does not navigate: the author is looking at another one.
export function follow(target) {
  if (document.visibilityState !== "visible") return;
  if (location.pathname === target.page) return scrollToBlock(target);
  sessionStorage.setItem(TARGET_KEY, JSON.stringify(target));
  location.assign(target.page);
}

// Scrolls to the target that `follow` saved before the page was loaded.
export function scrollToSavedTarget() {
  const saved = sessionStorage.getItem(TARGET_KEY);
  sessionStorage.removeItem(TARGET_KEY);
  if (saved) scrollToBlock(JSON.parse(saved));
}

function scrollToBlock({ record, line }) {
  const blocks = [...document.querySelectorAll("[data-source]")].map((element) => ({ element, ...blockPosition(element) }));
  const preceding = blocks.filter((block) => block.record === record && block.line <= line);
  const nearest = preceding.reduce((best, block) => (best && best.line > block.line ? best : block), null);
  const element = nearest?.element;
  if (!element) return scrollTo({ top: 0 });
  element.scrollIntoView({ block: "center" });
  element.animate([{ outline: "2px solid Highlight" }, { outline: "2px solid transparent" }], { duration: 1500 });
}
