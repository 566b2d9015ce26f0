// Filters and keyboard of the timeline page. Without this script, the filters are links to places on the page and to the
// pages of the records, whose timelines show the same events. The script filters in place: the URL's query has the filters
// (`?actors=a&kinds=b`), its hash the position, so both can be shared and go back with the browser's history. A live region
// announces the number of shown events.
(() => {
  const filters = document.getElementById("filters");
  const timeline = document.getElementById("events");
  if (!filters || !timeline) return;

  const WORDS = "q";
  const status = filters.querySelector("[role=status]");
  const chips = filters.querySelector(".filters-chips");
  const clear = filters.querySelector(".filters-clear");
  const search = filters.querySelector(".filters-search input");

  // A long timeline has a page per year or month. They are loaded when a filter needs them; from a disk they cannot be, so the
  // filters stay links.
  const otherParts = [...document.querySelectorAll(".parts a:not([aria-current])")];
  if (otherParts.length && !location.protocol.startsWith("http")) return;
  let loaded = otherParts.length ? null : Promise.resolve();

  function adopt(part, address) {
    for (const element of part.querySelectorAll("[href], [src]")) {
      const name = element.hasAttribute("href") ? "href" : "src";
      const value = element.getAttribute(name);
      if (!value.startsWith("#")) element.setAttribute(name, new URL(value, address).href);
    }
    for (const element of part.querySelectorAll("[id]")) {
      if (document.getElementById(element.id)) element.removeAttribute("id");
    }
    return part;
  }

  async function loadPart(link) {
    const response = await fetch(link.href);
    if (!response.ok) throw new Error(response.statusText);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    return [...page.querySelectorAll("#events > .year")].map((part) => adopt(document.adoptNode(part), link.href));
  }

  // The page lists the newest part, so all others come before it.
  function loadParts() {
    const first = timeline.querySelector(".year");
    loaded ??= Promise.all(otherParts.map(loadPart)).then((parts) => first.before(...parts.flat()));
    return loaded;
  }

  // Queried each time, because a preview may add events and options.
  const allEvents = () => [...timeline.querySelectorAll(".event")];
  const groups = () => [...filters.querySelectorAll(".filter")];
  const groupNames = () => groups().map((group) => group.dataset.filter);
  const options = () => groups().flatMap((group) => [...group.querySelectorAll("a")].map((link) => (
    { link, group: group.dataset.filter, id: link.dataset.id, title: link.textContent }
  )));

  const choiceIn = (query) => new Map([...groupNames(), WORDS].filter((name) => query.get(name)).map((name) => [name, query.get(name)]));
  const readChoice = () => choiceIn(new URLSearchParams(location.search));

  // Filters of an older form of the address were in its hash.
  function convertOldHash() {
    const old = new URLSearchParams(location.hash.slice(1));
    const known = [...old].filter(([name]) => groupNames().includes(name));
    if (known.length) replace(new Map(known), "");
  }

  function address(choice, hash = location.hash) {
    const query = new URLSearchParams([...choice]).toString();
    return `${location.pathname}${query ? `?${query}` : ""}${hash}`;
  }

  // From a disk, browsers do not let scripts change the address; then the page is loaded again.
  function replace(choice, hash) {
    try {
      history.replaceState(null, "", address(choice, hash));
    } catch {
      location.replace(address(choice, hash));
    }
  }

  function go(choice) {
    try {
      history.pushState(null, "", address(choice, ""));
    } catch {
      location.href = address(choice, "");
      return;
    }
    apply();
    filters.scrollIntoView({ block: "start" });
  }

  function matches(event, choice) {
    return [...choice].every(([name, value]) => (
      name === WORDS
        ? value.toLowerCase().split(/\s+/).every((word) => event.textContent.toLowerCase().includes(word))
        : (event.dataset[name] ?? "").split(" ").includes(value)
    ));
  }

  const without = (choice, name) => new Map([...choice].filter(([other]) => other !== name));
  const count = (choice) => allEvents().filter((event) => matches(event, choice)).length;

  function link(text, choice, label) {
    const made = document.createElement("a");
    made.href = address(choice, "");
    made.textContent = text;
    if (label) made.ariaLabel = `${text}: ${label}`;
    return made;
  }

  // One chip per filter, which removes it. If nothing matches, it says how many would without it.
  function updateChips(choice, shown) {
    const titles = new Map(options().map(({ group, id, title }) => [`${group}=${id}`, title]));
    const title = ([name, value]) => (name === WORDS ? `“${value}”` : titles.get(`${name}=${value}`) ?? value);
    chips.replaceChildren(...[...choice].flatMap((filter) => {
      const rest = without(choice, filter[0]);
      const text = shown ? title(filter) : filters.dataset.without.replace("{filter}", title(filter)).replace("{n}", count(rest));
      const chip = link(text, rest, filters.dataset.remove);
      chip.className = "chip";
      return [chip, " "];
    }));
  }

  function updateOptions(choice) {
    for (const { link: option, group, id } of options()) {
      const isOn = choice.get(group) === id;
      const next = new Map(isOn ? without(choice, group) : choice);
      if (!isOn) next.set(group, id);
      option.href = address(next, "");
      option.ariaCurrent = isOn ? "true" : null;
    }
    for (const group of groups()) group.toggleAttribute("data-active", choice.has(group.dataset.filter));
  }

  function announce(shown, total, choice) {
    const text = choice.size === 0 ? filters.dataset.all : shown === 0 ? filters.dataset.none : filters.dataset.count;
    status.textContent = text.replace("{n}", shown).replace("{total}", total);
    clear.hidden = choice.size === 0;
  }

  function apply() {
    const choice = readChoice();
    if (choice.size && !loaded) {
      loadParts().then(apply, () => { loaded = Promise.resolve(); apply(); });
      return;
    }
    const events = allEvents();
    const total = Math.max(events.length, Number(filters.dataset.total));
    const hidden = new Set(events.filter((event) => !matches(event, choice)));
    for (const event of events) event.hidden = hidden.has(event);
    for (const part of timeline.querySelectorAll(".month, .by-source, .by-source-bound + .events, .year")) {
      part.hidden = !part.querySelector(".event:not([hidden])");
    }
    for (const bound of timeline.querySelectorAll(".by-source-bound")) bound.hidden = bound.nextElementSibling.hidden;
    // Marks of events on other pages, too, since these are loaded.
    for (const mark of document.querySelectorAll(".tf-mark:not(.tf-bin)")) {
      const event = document.getElementById(decodeURIComponent(mark.getAttribute("href").split("#")[1] ?? ""));
      mark.toggleAttribute("data-out", hidden.has(event));
    }
    for (const note of document.querySelectorAll(".tf-unfiltered")) note.hidden = choice.size === 0;
    if (document.activeElement !== search) search.value = choice.get(WORDS) ?? "";
    updateOptions(choice);
    updateChips(choice, events.length - hidden.size);
    announce(events.length - hidden.size, total, choice);
  }

  filters.addEventListener("click", (event) => {
    const chosen = event.target.closest?.("a");
    if (!chosen || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    chosen.closest("details")?.removeAttribute("open");
    go(choiceIn(new URL(chosen.href).searchParams));
  });

  search.addEventListener("input", () => {
    const choice = without(readChoice(), WORDS);
    if (search.value.trim()) choice.set(WORDS, search.value.trim());
    replace(choice, location.hash);
    apply();
  });

  timeline.addEventListener("click", (event) => {
    const permalink = event.target.closest?.(".event-permalink");
    if (!permalink || !navigator.clipboard) return;
    navigator.clipboard.writeText(permalink.href).then(() => {
      status.textContent = filters.dataset.copied;
    }, () => {});
  });

  // Up and down move the focus between events; `time-figure.js` has the keys of the figure.
  document.addEventListener("keydown", (event) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const links = [...timeline.querySelectorAll(".event:not([hidden]) .event-title a")];
    const at = links.indexOf(document.activeElement);
    const next = links[at + step];
    if (at < 0 || !next) return;
    event.preventDefault();
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  });

  for (const part of filters.querySelectorAll(".filters-search, .filter")) part.hidden = false;
  convertOldHash();
  addEventListener("popstate", apply);
  // Also sent by the preview after it has changed the page.
  addEventListener("hashchange", apply);
  apply();
})();

// Shows the timeline of one initiative in a frame on another site, if the address names it: `?initiatives=bridge-plan`.
// It is taken from the initiative's page. Without this script, all events are shown.
(() => {
  const place = document.getElementById("embedded-timeline");
  const id = place && new URLSearchParams(location.search).get("initiatives");
  const page = id && document.querySelector(`#embeddable-initiatives [data-id="${CSS.escape(id)}"]`);
  if (!page) return;

  function show(text) {
    const other = new DOMParser().parseFromString(text, "text/html");
    const figure = other.querySelector(".events-short")?.previousElementSibling;
    const parts = [...(figure?.matches(".tf") ? [figure] : []), ...other.querySelectorAll(".events-short")];
    if (!parts.length) return;
    for (const element of parts.flatMap((part) => [...part.querySelectorAll("[href]")])) {
      const target = new URL(element.getAttribute("href"), page.href);
      element.setAttribute("href", target.href);
    }
    place.replaceChildren(...parts.map((part) => document.adoptNode(part)));
    document.dispatchEvent(new Event("figure-shown"));
    const title = document.querySelector(".embed-title a");
    [title.href, title.textContent] = [page.href, page.textContent];
    document.querySelector(".embed-head .label").firstChild.remove();
  }

  fetch(page.href).then((response) => (response.ok ? response.text().then(show) : undefined)).catch(() => {});
})();
