// Badge with diagnostic counts, and panel of the current page: diagnostics, quotations with their verdicts, passages that name
// the record, missing translations.

import { locationButton, reopen, showErrors } from "./overlay.js";
import { open } from "./session.js";
import { closeOnEscape, createElement, mount, showNotice } from "./surface.js";

const VERDICTS = {
  found: "occurs in the article",
  misplaced: "occurs in the article, but not in the cited passage",
  "not found": "does not occur in the article",
  unchecked: "not checked: the text is not available",
};
const OPEN = "briefing-panel-open";

const badge = mount(createElement("button", { type: "button", className: "badge", onclick: toggle }));
const panel = mount(
  createElement("aside", { className: "panel", label: "Problems", hidden: !sessionStorage.getItem(OPEN) }),
);
badge.ariaExpanded = String(!panel.hidden);

export function showState(state) {
  showErrors(state);
  const { errors, warnings, trouble } = state;
  const tone = errors || trouble ? "error" : warnings ? "warning" : "fine";
  badge.className = `badge badge-${tone}`;
  badge.textContent =
    trouble ? "unreadable" : errors ? pluralize(errors, "error") : warnings ? pluralize(warnings, "warning") : "no problems";
  panel.replaceChildren(...content(state));
}

function toggle() {
  setOpen(panel.hidden);
  reopen();
}

function setOpen(isOpen) {
  panel.hidden = !isOpen;
  badge.ariaExpanded = String(isOpen);
  if (isOpen) sessionStorage.setItem(OPEN, "yes");
  else sessionStorage.removeItem(OPEN);
}

function content({ findings, generation, page, errors, warnings }) {
  const record = page?.record;
  const pageFindings = record?.findings ?? [];
  const otherFindings = findings.filter(({ path }) => !record || path !== record.path);
  const remaining = errors + warnings - findings.length;
  return [
    createElement("h2", {}, record?.title ?? "This page"),
    record ? blockButton(record, 1, record.path) : null,
    record?.draft ? createElement("p", {}, "Draft: shown only in the preview.") : null,
    ...section("Problems on this page", pageFindings.map((finding) => findingItem(finding, generation))),
    ...section("Quotations", (record?.quotations ?? []).map((quotation) => quotationItem(record, quotation))),
    ...section("Named in the texts", (record?.named ?? []).map(namedItem)),
    ...section("Missing translations", (record?.untranslated ?? []).map((tag) => createElement("li", {}, tag))),
    ...section("Problems on other pages", otherFindings.map((finding) => findingItem(finding, generation))),
    remaining > 0 ? createElement("p", {}, `${remaining} more in the terminal`) : null,
  ].filter(Boolean);
}

function section(title, items) {
  return items.length ? [createElement("h3", {}, `${title} (${items.length})`), createElement("ul", {}, ...items)] : [];
}

function findingItem({ severity, code, message, help, ...location }, generation) {
  const label = createElement("b", { className: severity }, `${severity}: `);
  const advice = help ? `; ${help}` : "";
  const button = locationButton(location, generation);
  return createElement("li", {}, label, message, advice, " ", createElement("code", {}, code), " ", button);
}

function quotationItem(record, { words, article, passage, verdict, line }) {
  const source = passage ? `${article}, ${passage}` : article;
  const label = createElement("b", { className: `verdict-${verdict.replace(" ", "-")}` }, VERDICTS[verdict]);
  const button = blockButton(record, line, `line ${line}`);
  return createElement("li", {}, createElement("q", {}, words), ` ${source}: `, label, " ", button);
}

function namedItem({ article, passages }) {
  return createElement("li", {}, `${article}: ${passages.join(", ")}`);
}

function blockButton({ record }, line, text) {
  const onclick = async () => {
    const { opened, say: message, command } = await open({ record, line });
    if (!opened) showNotice("editor", message, { command });
  };
  return createElement("button", { type: "button", className: "place", title: "Open in your editor", onclick }, text);
}

function pluralize(count, word) {
  return count === 1 ? `1 ${word}` : `${count} ${word}s`;
}

closeOnEscape(() => !panel.hidden, () => setOpen(false));
