// The timeline's filters and keys. Without it the filters are links to the records' pages, whose own timelines show the
// same events. With it they filter in place: the state is the address's hash (`#initiatives=a&topics=b`), so that it
// can be sent, bookmarked and undone by going back; how many events are left is said in a live region.
(() => {
  const filters = document.getElementById("filters");
  const timeline = document.getElementById("events");
  if (!filters || !timeline) return;

  // Asked for each time: a preview may have put more in.
  const allEvents = () => [...timeline.querySelectorAll(".event")];
  const allLinks = () => [...filters.querySelectorAll(".filter a")].map((link) => ({
    link,
    kind: link.closest(".filter").dataset.filter,
    id: link.dataset.id,
  }));
  const state = filters.querySelector(".filters-state");
  const clear = filters.querySelector(".filters-clear");

  function chosen() {
    const hash = new URLSearchParams(location.hash.slice(1));
    const kinds = [...new Set(allLinks().map(({ kind }) => kind))];
    return new Map(kinds.filter((kind) => hash.get(kind)).map((kind) => [kind, hash.get(kind)]));
  }

  function address(choice) {
    return choice.size ? `#${new URLSearchParams([...choice])}` : "#all";
  }

  function fits(event, choice) {
    return [...choice].every(([kind, id]) => event.dataset[kind].split(" ").includes(id));
  }

  // Every link leads to the present choice with itself put in, or taken out again.
  function point(choice) {
    for (const { link, kind, id } of allLinks()) {
      const next = new Map(choice);
      const on = choice.get(kind) === id;
      if (on) next.delete(kind);
      else next.set(kind, id);
      link.href = address(next);
      link.ariaCurrent = on ? "true" : null;
      if (on) link.closest("details").open = true;
    }
  }

  function say(count, total, choice) {
    const words = choice.size === 0 ? filters.dataset.all : count === 0 ? filters.dataset.none : filters.dataset.count;
    state.textContent = words.replace("{n}", count).replace("{total}", total);
    clear.hidden = choice.size === 0;
  }

  function apply() {
    const choice = chosen();
    const events = allEvents();
    const out = new Set(events.filter((event) => !fits(event, choice)));
    for (const event of events) event.hidden = out.has(event);
    for (const part of timeline.querySelectorAll(".month, .year")) part.hidden = !part.querySelector(".event:not([hidden])");
    for (const mark of document.querySelectorAll(".overview-mark")) {
      const event = document.getElementById(mark.getAttribute("href").slice(1));
      mark.toggleAttribute("data-out", out.has(event));
    }
    point(choice);
    say(events.length - out.size, events.length, choice);
  }

  // Up and down go from event to event, when an event has the focus; left and right along the strip.
  function walk(list, from, step, keyEvent) {
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
    if (upDown) walk([...timeline.querySelectorAll(".event:not([hidden]) .event-title a")], focus, upDown, event);
    if (leftRight) walk([...document.querySelectorAll(".overview-mark:not([data-out])")].sort(byPlace), focus, leftRight, event);
  });

  function byPlace(a, b) {
    return a.getBoundingClientRect().x - b.getBoundingClientRect().x;
  }

  state.hidden = false;
  clear.firstElementChild.href = address(new Map());
  addEventListener("hashchange", apply);
  apply();
})();
