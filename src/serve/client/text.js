// Panel with the numbered text of the article that the page shows, where it is available. A click on a number copies the
// citation of the passage; selected words are copied as a quotation with its citation.

import { fetchText } from "./session.js";
import { closeOnEscape, createElement, mount, selectedRange, showNotice } from "./surface.js";

const OPEN = "briefing-text-open";
const HINT = "Click a number to copy its citation. Select words to copy them with their citation.";

const openButton = mount(
  createElement("button", { type: "button", className: "text-button", hidden: true, onclick: toggle }, "Text"),
);
const copied = createElement("p", { className: "copied", role: "status" });
const list = createElement("div", { className: "passages" });
const panel = mount(
  createElement(
    "aside",
    { className: "text-panel", label: "Text of the article", hidden: true, tabIndex: -1 },
    createElement("h2", {}, "Text of the article"),
    createElement("p", {}, HINT),
    copied,
    list,
  ),
);
let shown = "";

panel.addEventListener("pointerup", ({ target }) => target.closest("button") || copySelection());
panel.addEventListener("keyup", ({ key, shiftKey }) => shiftKey && key.startsWith("Arrow") && copySelection());

// Shows the button on pages of articles with a text, and updates the open panel.
export async function showText({ page }) {
  openButton.hidden = !page?.record?.text;
  panel.hidden = openButton.hidden || !sessionStorage.getItem(OPEN);
  openButton.ariaExpanded = String(!panel.hidden);
  if (!panel.hidden) await update();
}

async function toggle() {
  const isOpen = panel.hidden;
  setOpen(isOpen);
  if (isOpen) await update();
}

function setOpen(isOpen) {
  panel.hidden = !isOpen;
  openButton.ariaExpanded = String(isOpen);
  if (isOpen) sessionStorage.setItem(OPEN, "yes");
  else sessionStorage.removeItem(OPEN);
}

// Fetches the text. The panel stays as it is, with its selection, if the text is the same.
async function update() {
  const text = await fetchText();
  const content = JSON.stringify(text);
  if (content === shown) return;
  shown = content;
  copied.textContent = "";
  list.replaceChildren(...(text?.passages ?? []).map((passage) => passageElement(text.article, passage)));
}

function passageElement(article, { passage, words }) {
  const citation = `[@${article}, ${passage}]`;
  const onclick = () => copy(citation);
  const number = createElement("button", { type: "button", className: "place", title: `Copy ${citation}`, onclick }, passage);
  const text = createElement("p", { className: "words" }, words);
  Object.assign(text.dataset, { article, passage });
  return createElement("div", { className: "passage" }, number, text);
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    copied.textContent = `Copied: ${text}`;
  } catch {
    // Browsers allow it on this machine only, not over the network.
    showNotice("copy", "The browser does not allow copying. Copy this:", { command: text });
  }
}

function copySelection() {
  const parts = selectedParts();
  if (parts.length) copy(quotation(parts));
}

// Returns the selected words of each passage, extended to whole words.
function selectedParts() {
  const selected = selectedRange();
  if (!selected) return [];
  const range = document.createRange();
  range.setStart(selected.startContainer, selected.startOffset);
  range.setEnd(selected.endContainer, selected.endOffset);
  if (range.collapsed) return [];
  const parts = [...list.querySelectorAll(".words")].filter((element) => range.intersectsNode(element)).map((element) => {
    const node = element.firstChild;
    const from = node === range.startContainer ? range.startOffset : 0;
    const to = node === range.endContainer ? range.endOffset : node.length;
    return { ...element.dataset, words: wholeWords(node.data, from, to) };
  });
  return parts.filter(({ words }) => words);
}

function wholeWords(text, from, to) {
  const selected = text.slice(from, to);
  const start = from + selected.length - selected.trimStart().length;
  const end = to - (selected.length - selected.trimEnd().length);
  if (start >= end) return "";
  const before = /[\p{L}\p{N}]*$/u.exec(text.slice(0, start))[0];
  const after = /^[\p{L}\p{N}]*/u.exec(text.slice(end))[0];
  // Chinese and Japanese are written without spaces: a selection begins and ends at any character.
  const isWord = (word, edge) => !/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(word + edge) && /[\p{L}\p{N}]/u.test(edge);
  const [first, last] = [text.slice(start, start + 1), text.slice(end - 1, end)];
  return text.slice(start - (isWord(before, first) ? before.length : 0), end + (isWord(after, last) ? after.length : 0));
}

// Formats a quotation in Markdown. Words of several paragraphs are joined by an ellipsis, as quotations are checked.
function quotation(parts) {
  const words = parts.map((part) => part.words.replace(/["“”„‟«»＂]/g, "'").replace(/[*_`<\\]/g, "\\$&")).join(" … ");
  const [first, last] = [parts[0], parts.at(-1)];
  const range = first === last ? first.passage : `${first.passage}–${last.passage.replace("¶", "")}`;
  return `"${words}" [@${first.article}, ${range}]`;
}

closeOnEscape(() => !panel.hidden, () => setOpen(false));
