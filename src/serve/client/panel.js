// A badge with what was found, and a panel with what concerns the page at hand: findings, quotations with their verdicts,
// missing translations.

import { opener, showAgain, showMistakes } from "./overlay.js";
import { open } from "./session.js";
import { closeOnEscape, make, place, say } from "./surface.js";

const VERDICTS = {
  found: "occurs there",
  misplaced: "occurs there, not in the cited passage",
  "not found": "does not occur there",
  unchecked: "not checked: the text is not here",
};
const OPEN = "briefing-panel-open";

const badge = place(make("button", { type: "button", className: "badge", onclick: toggle }));
const panel = place(make("aside", { className: "panel", label: "Findings", hidden: !sessionStorage.getItem(OPEN) }));
badge.ariaExpanded = String(!panel.hidden);

export function showState(state) {
  showMistakes(state);
  const { errors, warnings, trouble } = state;
  const tone = errors || trouble ? "error" : warnings ? "warning" : "fine";
  badge.className = `badge badge-${tone}`;
  badge.textContent =
    trouble ? "unreadable" : errors ? counted(errors, "error") : warnings ? counted(warnings, "warning") : "no findings";
  panel.replaceChildren(...content(state));
}

function toggle() {
  setOpen(panel.hidden);
  showAgain();
}

function setOpen(isOpen) {
  panel.hidden = !isOpen;
  badge.ariaExpanded = String(isOpen);
  if (isOpen) sessionStorage.setItem(OPEN, "yes");
  else sessionStorage.removeItem(OPEN);
}

function content({ findings, generation, page, errors, warnings }) {
  const record = page?.record;
  const own = record?.findings ?? [];
  const others = findings.filter(({ path }) => !record || path !== record.path);
  const left = errors + warnings - findings.length;
  return [
    make("h2", {}, record?.title ?? "This page"),
    record ? blockOpener(record, 1, record.path) : null,
    record?.draft ? make("p", {}, "A draft: it is only in the preview.") : null,
    ...section("Findings here", own.map((finding) => findingItem(finding, generation))),
    ...section("Quotations", (record?.quotations ?? []).map((quotation) => quotationItem(record, quotation))),
    ...section("Not translated into", (record?.untranslated ?? []).map((tag) => make("li", {}, tag))),
    ...section("Findings elsewhere", others.map((finding) => findingItem(finding, generation))),
    left > 0 ? make("p", {}, `and ${left} more in the terminal`) : null,
  ].filter(Boolean);
}

function section(title, items) {
  return items.length ? [make("h3", {}, `${title} (${items.length})`), make("ul", {}, ...items)] : [];
}

function findingItem({ severity, code, message, help, ...where }, generation) {
  const mark = make("b", { className: severity }, `${severity}: `);
  const advice = help ? `; ${help}` : "";
  return make("li", {}, mark, message, advice, " ", make("code", {}, code), " ", opener(where, generation));
}

function quotationItem(record, { words, article, passage, verdict, line }) {
  const place = passage ? `${article}, ${passage}` : article;
  const mark = make("b", { className: `verdict-${verdict.replace(" ", "-")}` }, VERDICTS[verdict]);
  return make("li", {}, make("q", {}, words), ` ${place}: `, mark, " ", blockOpener(record, line, `line ${line}`));
}

function blockOpener({ record }, line, words) {
  const onclick = async () => {
    const { opened, say: why, command } = await open({ record, line });
    if (!opened) say("editor", why, { command });
  };
  return make("button", { type: "button", className: "place", title: "Open in your editor", onclick }, words);
}

function counted(count, word) {
  return count === 1 ? `1 ${word}` : `${count} ${word}s`;
}

closeOnEscape(() => !panel.hidden, () => setOpen(false));
