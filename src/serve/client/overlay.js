// The mistakes that keep the site from being built, over the last page that could be. It goes when they are mended.

import { open } from "./session.js";
import { closeOnEscape, make, place, say } from "./surface.js";

const title = make("h2", { id: "overlay-title" });
const list = make("ol", { tabIndex: 0, label: "Mistakes" });
const close = make("button", { type: "button", onclick: hide }, "Close (Escape)");
const overlay = place(
  make("section", { className: "overlay", role: "alert", hidden: true }, make("div", { className: "overlay-head" }, title, close), list),
);
// What was closed is not shown again while it says the same.
let shown = "";

export function showMistakes({ errors, trouble, findings, generation }) {
  const mistakes = findings.filter(({ severity }) => severity === "error");
  const said = JSON.stringify([trouble, mistakes.map(({ frame }) => frame)]);
  if (!errors && !trouble) {
    hide();
    shown = "";
    return;
  }
  if (said === shown) return;
  shown = said;
  title.textContent = trouble ? "The briefing cannot be read" : errors === 1 ? "1 mistake" : `${errors} mistakes`;
  const more = errors - mistakes.length;
  list.replaceChildren(
    ...(trouble ? [make("li", {}, make("pre", {}, trouble))] : []),
    ...mistakes.map((mistake) => make("li", {}, opener(mistake, generation), make("pre", {}, mistake.frame))),
    ...(more > 0 ? [make("li", {}, `and ${more} more in the terminal`)] : []),
  );
  overlay.hidden = false;
}

export function showAgain() {
  overlay.hidden = shown === "";
}

// The place of a finding, as a button that opens it in the editor.
export function opener({ path, line, number }, generation) {
  if (!path) return null;
  const onclick = async () => {
    const { opened, say: words, command } = await open({ generation, finding: number });
    if (!opened) say("editor", words, { command });
  };
  return make("button", { type: "button", className: "place", title: "Open in your editor", onclick }, `${path}:${line}`);
}

function hide() {
  overlay.hidden = true;
}

closeOnEscape(() => !overlay.hidden, hide);
