// Shows a hover card beside a link to a record, on hover and focus: kind, name, date and description, read from the
// link's attributes. Without this script, the link has its description as title. The card is positioned over the page,
// so the layout does not shift; Escape closes it, and the pointer may enter it.
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

  function line(name, text) {
    if (!text) return [];
    return [Object.assign(document.createElement("p"), { className: `record-card-${name}`, textContent: text })];
  }

  function position(link) {
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
      ...line("kind", label ?? kinds[kind ?? "event"]),
      ...line("name", name ?? link.textContent),
      ...line("date", date),
      ...line("line", description),
    );
    card.showPopover();
    position(link);
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

  function delay(action) {
    clearTimeout(timer);
    timer = setTimeout(action, DELAY);
  }

  // Moves the title to a data attribute, since the browser would show it over the card. A brief link, without data of
  // its own, takes the data of another link to the same record.
  function prepare(link) {
    if (!link.dataset.kind) {
      // Links in drawings have no string as their `href`.
      const href = link.getAttribute("href");
      const full = [...document.querySelectorAll("a.record[data-kind]")].find((other) => other.getAttribute("href") === href);
      if (full) Object.assign(link.dataset, full.title ? { line: full.title } : {}, full.dataset);
      // A column or several marks of the figure of time: its name is all there is.
      else if (link.matches(".tf-bin")) link.dataset.name = link.getAttribute("aria-label");
    }
    if (!link.title) return;
    link.dataset.line = link.title;
    link.removeAttribute("title");
  }

  function recordLink(target) {
    const link = target.closest?.("a.record");
    if (link) prepare(link);
    return link?.dataset.line || link?.matches(".tf-mark") ? link : null;
  }

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const link = recordLink(event.target);
    if (link) delay(() => show(link));
    else if (card.contains(event.target)) clearTimeout(timer);
    else if (shown !== document.activeElement) delay(hide);
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
