// A card beside a record's link, on hover and on focus: kind, name, date and one line, from the link itself. Without it
// the link still says its line as a title. The card lies over the page, so nothing moves; Escape closes it, and the
// pointer may enter it.
(() => {
  if (!HTMLElement.prototype.showPopover) return;

  const kinds = document.getElementById("record-kinds").dataset;
  const DELAY = 250;
  const GAP = 8;
  const card = Object.assign(document.createElement("div"), { className: "record-card", id: "record-card", popover: "manual" });
  card.setAttribute("role", "tooltip");
  document.body.append(card);

  let shown = null;
  let timer = 0;

  function line(name, words) {
    if (!words) return [];
    return [Object.assign(document.createElement("p"), { className: `record-card-${name}`, textContent: words })];
  }

  function place(link) {
    const from = [...link.getClientRects()].at(0);
    const left = Math.min(from.left, document.documentElement.clientWidth - card.offsetWidth - GAP);
    const below = from.bottom + GAP + card.offsetHeight < innerHeight;
    card.style.left = `${Math.max(GAP, left)}px`;
    card.style.top = `${below ? from.bottom + GAP : from.top - card.offsetHeight - GAP}px`;
  }

  function show(link) {
    if (shown === link) return;
    hide();
    const { kind, label, name, date, line: description } = link.dataset;
    card.replaceChildren(
      ...line("kind", label ?? kinds[kind]),
      ...line("name", name ?? link.textContent),
      ...line("date", date),
      ...line("line", description),
    );
    card.showPopover();
    place(link);
    link.setAttribute("aria-describedby", card.id);
    shown = link;
  }

  function hide() {
    clearTimeout(timer);
    if (!shown) return;
    shown.removeAttribute("aria-describedby");
    shown = null;
    card.hidePopover();
  }

  function later(action) {
    clearTimeout(timer);
    timer = setTimeout(action, DELAY);
  }

  // The title would show a second card over this one. A link that says nothing of its record takes what another one says.
  function adopt(link) {
    if (!link.dataset.kind) {
      const told = [...document.querySelectorAll("a.record[data-kind]")].find((other) => other.href === link.href);
      if (told) Object.assign(link.dataset, { line: told.title }, told.dataset);
    }
    if (!link.title) return;
    link.dataset.line = link.title;
    link.removeAttribute("title");
  }

  function recordLink(target) {
    const link = target.closest?.("a.record");
    if (link) adopt(link);
    return link?.dataset.line ? link : null;
  }

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const link = recordLink(event.target);
    if (link) later(() => show(link));
    else if (card.contains(event.target)) clearTimeout(timer);
    else if (shown !== document.activeElement) later(hide);
  });

  document.addEventListener("focusin", (event) => {
    const link = recordLink(event.target);
    if (link?.matches(":focus-visible")) show(link);
    else hide();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });

  addEventListener("scroll", hide, { passive: true });
})();
