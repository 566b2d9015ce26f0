// Filters and keyboard navigation of the timeline page. Without this script, the filters are links to the pages of the
// records, whose timelines show the same events. The script filters in place and keeps the state in the URL's hash
// (`#initiatives=a&topics=b`), so that it can be shared and bookmarked, and works with the browser's history. A live
// region announces the number of shown events.
(() => {
  const filters = document.getElementById("filters");
  const timeline = document.getElementById("events");
  if (!filters || !timeline) return;

  // Queried each time, because a preview may add events and links.
  const allEvents = () => [...timeline.querySelectorAll(".event")];
  const allLinks = () => [...filters.querySelectorAll(".filter a")].map((link) => ({
    link,
    kind: link.closest(".filter").dataset.filter,
    id: link.dataset.id,
  }));
  const state = filters.querySelector(".filters-state");
  const clear = filters.querySelector(".filters-clear");

  function readChoice() {
    const parameters = new URLSearchParams(location.hash.slice(1));
    const kinds = [...new Set(allLinks().map(({ kind }) => kind))];
    return new Map(kinds.filter((kind) => parameters.get(kind)).map((kind) => [kind, parameters.get(kind)]));
  }

  function hash(choice) {
    return choice.size ? `#${new URLSearchParams([...choice])}` : "#all";
  }

  function matches(event, choice) {
    return [...choice].every(([kind, id]) => event.dataset[kind].split(" ").includes(id));
  }

  // Updates the links: each toggles its own filter in the current choice.
  function updateLinks(choice) {
    for (const { link, kind, id } of allLinks()) {
      const next = new Map(choice);
      const on = choice.get(kind) === id;
      if (on) next.delete(kind);
      else next.set(kind, id);
      link.href = hash(next);
      link.ariaCurrent = on ? "true" : null;
      if (on) link.closest("details").open = true;
    }
  }

  function announce(count, total, choice) {
    const text = choice.size === 0 ? filters.dataset.all : count === 0 ? filters.dataset.none : filters.dataset.count;
    state.textContent = text.replace("{n}", count).replace("{total}", total);
    clear.hidden = choice.size === 0;
  }

  function apply() {
    const choice = readChoice();
    const events = allEvents();
    const hidden = new Set(events.filter((event) => !matches(event, choice)));
    for (const event of events) event.hidden = hidden.has(event);
    for (const part of timeline.querySelectorAll(".month, .year")) part.hidden = !part.querySelector(".event:not([hidden])");
    for (const mark of document.querySelectorAll(".overview-mark")) {
      const event = document.getElementById(mark.getAttribute("href").slice(1));
      mark.toggleAttribute("data-out", hidden.has(event));
    }
    updateLinks(choice);
    announce(events.length - hidden.size, events.length, choice);
  }

  // Moves the focus within a list. Up and down move between events, left and right along the timeline strip.
  function moveFocus(list, from, step, keyEvent) {
    const at = list.indexOf(from);
    const next = list[at + step];
    if (at < 0 || !next) return;
    keyEvent.preventDefault();
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const upDown = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const leftRight = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const focus = document.activeElement;
    if (upDown) moveFocus([...timeline.querySelectorAll(".event:not([hidden]) .event-title a")], focus, upDown, event);
    const marks = () => [...document.querySelectorAll(".overview-mark:not([data-out])")].sort(byPosition);
    if (leftRight) moveFocus(marks(), focus, leftRight, event);
  });

  function byPosition(a, b) {
    return a.getBoundingClientRect().x - b.getBoundingClientRect().x;
  }

  state.hidden = false;
  clear.firstElementChild.href = hash(new Map());
  addEventListener("hashchange", apply);
  apply();
})();
