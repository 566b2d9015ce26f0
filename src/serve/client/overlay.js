// Shows the errors that prevent a build, over the last good page. Disappears when they are fixed.

import { open } from "./session.js";
import { closeOnEscape, createElement, mount, showNotice } from "./surface.js";

const title = createElement("h2", { id: "overlay-title" });
const list = createElement("ol", { tabIndex: 0, label: "Errors" });
const close = createElement("button", { type: "button", onclick: hide }, "Close (Escape)");
const overlay = mount(
  createElement(
    "section",
    { className: "overlay", role: "alert", hidden: true },
    createElement("div", { className: "overlay-head" }, title, close),
    list,
  ),
);
// A closed overlay stays closed while its content is the same.
let shown = "";

export function showErrors({ errors, trouble, findings, generation }) {
  const errorList = findings.filter(({ severity }) => severity === "error");
  const content = JSON.stringify([trouble, errorList.map(({ frame }) => frame)]);
  if (!errors && !trouble) {
    hide();
    shown = "";
    return;
  }
  if (content === shown) return;
  shown = content;
  title.textContent = trouble ? "Failed to read the briefing" : errors === 1 ? "1 error" : `${errors} errors`;
  const remaining = errors - errorList.length;
  list.replaceChildren(
    ...(trouble ? [createElement("li", {}, createElement("pre", {}, trouble))] : []),
    ...errorList.map((error) =>
      createElement("li", {}, locationButton(error, generation), createElement("pre", {}, error.frame)),
    ),
    ...(remaining > 0 ? [createElement("li", {}, `${remaining} more in the terminal`)] : []),
  );
  overlay.hidden = false;
}

export function reopen() {
  overlay.hidden = shown === "";
}

// Creates a button with the location of a diagnostic, which opens it in the editor.
export function locationButton({ path, line, number }, generation) {
  if (!path) return null;
  const onclick = async () => {
    const { opened, say: text, command } = await open({ generation, finding: number });
    if (!opened) showNotice("editor", text, { command });
  };
  const properties = { type: "button", className: "place", title: "Open in your editor", onclick };
  return createElement("button", properties, `${path}:${line}`);
}

function hide() {
  overlay.hidden = true;
}

closeOnEscape(() => !overlay.hidden, hide);
