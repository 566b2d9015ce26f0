// Results of the search: suggestions under the box of every page, and the list on the search page.
(() => {
  const search = globalThis.briefingSearch;
  const { form, input, root, folder, fromDisk, find, rank, card, kindOf, texts } = search;

  const SUGGESTIONS = 8;
  const PER_KIND = 5;
  const MORE = 15;
  const BEST = 3;
  // Number of results with a passage of their text, which takes one more part of the index each.
  const WITH_PASSAGE = 12;
  const SNIPPET = 220;

  const isPage = form.matches(".is-large");
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  const numbered = (words, n) => fill(n === 1 ? words["results.one"] : words["results.other"], { n });

  function element(name, properties = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(properties)) {
      if (key in made && key !== "role") made[key] = value;
      else made.setAttribute(key, value);
    }
    made.append(...children);
    return made;
  }

  // Cuts a text around its first found word.
  function excerpt(text, forms) {
    if (text.length <= SNIPPET) return text;
    const first = find(text, forms)[0]?.[0] ?? 0;
    let from = Math.max(0, Math.min(first - 60, text.length - SNIPPET));
    if (from > 0) from = Math.max(from, text.lastIndexOf(" ", first - 30) + 1);
    let to = Math.min(text.length, from + SNIPPET);
    const space = text.lastIndexOf(" ", to);
    if (to < text.length && space > first + 40) to = space;
    return `${from > 0 ? "… " : ""}${text.slice(from, to)}${to < text.length ? " …" : ""}`;
  }

  // Returns a text with its found words marked.
  function marked(text, forms) {
    let at = 0;
    const parts = find(text, forms).flatMap(([start, end]) => {
      const before = text.slice(at, start);
      at = end;
      return [before, element("mark", {}, text.slice(start, end))];
    });
    return [...parts, text.slice(at)];
  }

  function address(path, anchor, forms) {
    const url = new URL(path.split("/").map(encodeURIComponent).join("/"), root);
    if (fromDisk && url.pathname.endsWith("/")) url.pathname += "index.html";
    if (forms.length) url.searchParams.set("mark", forms.join(" "));
    if (anchor) url.hash = anchor;
    return url.href;
  }

  const count = (text, forms) => forms.filter((form) => find(text, [form]).length).length;

  // Returns the sentence with most of the words, and where it is on the page.
  function bestPassage(passages, forms) {
    let best = { anchor: "", text: "", count: 0 };
    for (const [anchor, text] of passages) {
      for (const sentence of text.split("\n")) {
        const found = count(sentence, forms);
        if (found > best.count) best = { anchor, text: sentence, count: found };
      }
    }
    return best;
  }

  const usedForms = (result) => result.forms.slice(0, 12);

  // Runs a search; if a part of the index cannot be loaded, once more with a new manifest.
  async function run(query) {
    try {
      return await rank(query);
    } catch {
      search.renew();
      return rank(query);
    }
  }

  // Loads what results show, and keeps it with the search: record -> card.
  async function loadCards(result, hits) {
    result.cards ??= new Map();
    await Promise.all(hits.map(async ({ record }) => result.cards.set(record, await card(result.index, record))));
  }

  // ---- Results ----

  function line(found) {
    return [found.kind[2], found.line].filter(Boolean).join(" · ");
  }

  function resultItem(result, found) {
    const forms = usedForms(result);
    const link = element("a", { href: address(found.path, "", forms) }, ...marked(found.title, forms));
    const text = element("p", { className: "result-text" }, ...marked(excerpt(found.description, forms), forms));
    const other = found.names.find((name) => find(name, forms).length && !find(found.title, forms).length);
    const label = element("p", { className: "label" }, line(found), ...(other ? [" · ", ...marked(other, forms)] : []));
    const item = element("li", { className: "result" }, element("h3", {}, link), text, label);
    return { item, link, text, found, forms };
  }

  // Shows the passage that has the words, if neither title nor description has all of them, and leads to it.
  async function addPassage(result, { link, text, found, forms }) {
    const known = Math.max(count(found.title, forms), count(found.names.join("\n"), forms));
    const described = count(found.description, forms);
    const best = bestPassage(await texts(result.index, found.record), forms);
    if (best.count > described) text.replaceChildren(...marked(excerpt(best.text, forms), forms));
    if (best.count > known) link.href = address(found.path, best.anchor, forms);
  }

  function groups(result, hits) {
    const byKind = new Map();
    for (const hit of hits) {
      const kind = kindOf(result.index, hit.record);
      if (!byKind.has(kind)) byKind.set(kind, []);
      byKind.get(kind).push(hit);
    }
    return [...byKind];
  }

  // The best results come first, also if they are of several kinds.
  function sections(result, filter, shown) {
    const words = result.index.words;
    const hits = filter ? result.hits.filter((hit) => kindOf(result.index, hit.record)[0] === filter) : result.hits;
    const all = groups(result, hits);
    const first = all.flatMap(([, list]) => list).slice(0, BEST);
    const best = hits.slice(0, BEST);
    const isApart = best.some((hit) => !first.includes(hit));
    const rest = isApart ? groups(result, hits.slice(BEST)) : all;
    const limit = (name) => shown.get(name) ?? (filter ? MORE : PER_KIND);
    const made = rest.map(([[name, , , several], list]) => ({ name, title: several, total: list.length, hits: list.slice(0, limit(name)) }));
    return isApart ? [{ name: "", title: words.best, total: best.length, hits: best }, ...made] : made;
  }

  // ---- Search page ----

  const status = document.querySelector(".search-status");
  const kinds = document.querySelector(".search-kinds");
  const list = document.querySelector(".search-results");
  const letters = document.querySelector(".search-letters");
  const title = document.title;
  let latest = 0;
  let filter = "";
  let shown = new Map();
  let items = [];

  function keepAddress(query) {
    const url = new URL(location.href);
    if (query) url.searchParams.set("q", query);
    else url.searchParams.delete("q");
    // From a disk, browsers do not let scripts change the address.
    try { history.replaceState(null, "", url); } catch { /* The page works without. */ }
    document.title = query ? `${query} · ${title}` : title;
  }

  function clear() {
    list.replaceChildren();
    [list.hidden, kinds.hidden, letters.hidden] = [true, true, false];
    status.textContent = "";
  }

  function kindButtons(result) {
    const { words } = result.index;
    const button = (name, text, n) => {
      const made = element("button", { type: "button", "aria-pressed": String(filter === name) }, text, " ", element("span", {}, String(n)));
      made.addEventListener("click", () => {
        filter = name;
        shown = new Map();
        showPage(result, input.value.trim()).catch(() => {});
      });
      return made;
    };
    const of = groups(result, result.hits).map(([[name, , , several], hits]) => button(name, several, hits.length));
    const focused = [...kinds.children].indexOf(document.activeElement);
    kinds.replaceChildren(button("", words.all, result.hits.length), ...of);
    kinds.hidden = of.length < 2 && !filter;
    kinds.children[focused]?.focus();
  }

  function section(result, { name, title, total, hits }, items) {
    const heading = element("h2", { className: "part-title" }, title, " ", element("span", { className: "label" }, name ? String(total) : ""));
    const body = element("div", { className: "part-body" }, element("ol", {}, ...items.map(({ item }) => item)));
    if (total > hits.length) {
      const more = element("button", { type: "button", className: "search-more" }, `${result.index.words.more} (${total - hits.length})`);
      more.addEventListener("click", async () => {
        shown.set(name, hits.length + MORE);
        const at = hits.length;
        await showPage(result, input.value.trim());
        list.querySelectorAll(`[data-kind="${name}"] .result a`)[at]?.focus();
      });
      body.append(more);
    }
    const made = element("section", { className: "part" }, heading, body);
    made.dataset.kind = name;
    return made;
  }

  async function showPage(result, query) {
    const run = latest;
    const parts = sections(result, filter, shown);
    const all = parts.flatMap((part) => part.hits);
    // The first results do not wait for the others.
    for (const hits of [all.slice(0, BEST), all.slice(BEST)]) {
      await loadCards(result, hits);
      if (run !== latest) return;
      if (hits.length || !all.length) drawPage(result, query, parts);
    }
    await Promise.all(items.slice(0, WITH_PASSAGE).map((item) => addPassage(result, item)));
  }

  function drawPage(result, query, parts) {
    const { words } = result.index;
    const lists = parts.map((part) => part.hits.filter((hit) => result.cards.has(hit.record)).map((hit) => resultItem(result, result.cards.get(hit.record))));
    items = lists.flat();
    const notes = [];
    if (!result.hits.length) notes.push(element("p", { className: "search-note" }, words.none_help));
    if (result.isPartial) notes.push(element("p", { className: "search-note" }, words.partial));
    const drawn = parts.map((part, at) => (lists[at].length ? [section(result, part, lists[at])] : [])).flat();
    list.replaceChildren(...notes, ...drawn);
    [list.hidden, letters.hidden] = [false, result.hits.length > 0];
    kindButtons(result);
    status.textContent = result.hits.length ? numbered(words, result.hits.length) : fill(words.none, { query });
  }

  async function updatePage() {
    const query = input.value.trim();
    latest += 1;
    const mine = latest;
    keepAddress(query);
    if (!query) return clear();
    const result = await run(query);
    if (mine !== latest) return undefined;
    [filter, shown] = ["", new Map()];
    return showPage(result, query);
  }

  // ---- Suggestions ----

  const panel = element("div", { className: "search-panel", hidden: true });
  const options = element("div", { id: "found-list", className: "search-options", role: "listbox" });
  const note = element("p", { className: "search-note" });
  const announcement = element("p", { className: "hidden", role: "status" });
  let active = -1;

  const optionLinks = () => [...options.querySelectorAll("[role=option]")];

  function choose(at) {
    const all = optionLinks();
    active = all.length ? (at + all.length) % all.length : -1;
    all.forEach((option, index) => option.setAttribute("aria-selected", String(index === active)));
    if (active >= 0) {
      input.setAttribute("aria-activedescendant", all[active].id);
      all[active].scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  }

  function close() {
    panel.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function option(content, href, number) {
    const link = element("a", { id: `found-${number}`, href, role: "option", "aria-selected": "false", tabIndex: -1 }, ...content);
    return element("li", { role: "presentation" }, link);
  }

  // Leads to the passage that has the words, if the title has not all of them.
  async function improve(link, result, { record, path, title, names, description }, mine) {
    const forms = usedForms(result);
    const best = bestPassage(await texts(result.index, record), forms);
    if (mine !== latest || best.count <= Math.max(count(title, forms), count(names.join("\n"), forms))) return;
    link.href = address(path, best.anchor, forms);
    if (best.count > count(description, forms)) link.querySelector("span").replaceChildren(...marked(excerpt(best.text, forms), forms));
  }

  async function suggest() {
    const query = input.value.trim();
    latest += 1;
    const mine = latest;
    if (!query) return close();
    const result = await run(query);
    const { words } = result.index;
    const hits = result.hits.slice(0, SUGGESTIONS);
    await loadCards(result, hits);
    if (mine !== latest) return undefined;
    const found = result.cards;
    const forms = usedForms(result);
    let number = 0;
    const group = ([[name, , , several], list], at) => {
      const heading = element("p", { id: `found-kind-${at}`, className: "search-kind", role: "presentation" }, several);
      const items = list.map((hit) => {
        const { title, description, line: label, path } = found.get(hit.record);
        const detail = find(description, forms).length || !label ? excerpt(description, forms) : label;
        number += 1;
        const made = option([...marked(title, forms), element("span", {}, ...marked(detail, forms))], address(path, "", forms), number);
        made.firstChild.dataset.record = hit.record;
        return made;
      });
      return element("div", { role: "group", "aria-labelledby": heading.id, "data-kind": name }, heading, element("ul", { role: "presentation" }, ...items));
    };
    const all = fill(words.all_results, { n: result.hits.length });
    const page = new URL(`${fromDisk ? "index.html" : ""}?${new URLSearchParams({ q: query })}`, folder).href;
    const last = element("ul", { role: "presentation", className: "search-all" }, option([all], page, 0));
    options.setAttribute("aria-label", words.suggestions);
    options.replaceChildren(...groups(result, hits).map(group), ...(hits.length ? [last] : []));
    const text = hits.length ? numbered(words, result.hits.length) : fill(words.none, { query });
    note.textContent = hits.length ? (result.isPartial ? words.partial : "") : text;
    [announcement.textContent, note.hidden, panel.hidden] = [text, !note.textContent, document.activeElement !== input];
    options.hidden = !hits.length;
    input.setAttribute("aria-expanded", String(!panel.hidden && hits.length > 0));
    active = -1;
    input.removeAttribute("aria-activedescendant");
    await Promise.all(optionLinks().slice(0, -1).map((link) => improve(link, result, found.get(Number(link.dataset.record)), mine)));
  }

  function onKey(event) {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && !panel.hidden) {
      event.preventDefault();
      choose(active < 0 && step < 0 ? -1 : active + step);
    } else if (event.key === "Enter" && !panel.hidden && active >= 0) {
      event.preventDefault();
      optionLinks()[active].click();
    } else if (event.key === "Escape") {
      event.preventDefault();
      if (panel.hidden) input.value = "";
      close();
    }
  }

  // ---- Keys of the list on the search page ----

  function onPageKey(event) {
    const links = [...list.querySelectorAll(".result a")];
    const at = links.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape" && (at >= 0 || event.target === input)) {
      event.preventDefault();
      if (event.target === input) {
        input.value = "";
        update();
      }
      input.focus();
    } else if (step && (at >= 0 || (event.target === input && step > 0)) && !event.altKey && !event.ctrlKey && !event.metaKey) {
      const next = at + step;
      event.preventDefault();
      (next < 0 ? input : links[next])?.focus();
    }
  }

  function setUp() {
    if (isPage) {
      document.addEventListener("keydown", onPageKey);
      form.addEventListener("submit", (event) => event.preventDefault());
      return;
    }
    panel.append(note, options);
    form.append(panel, announcement);
    for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": "found-list", "aria-autocomplete": "list" })) {
      input.setAttribute(name, value);
    }
    input.addEventListener("keydown", onKey);
    form.addEventListener("focusout", (event) => {
      if (!form.contains(event.relatedTarget)) close();
    });
    // The box keeps the focus while an option is clicked.
    panel.addEventListener("pointerdown", (event) => event.preventDefault());
  }

  let failed = false;
  async function update() {
    try {
      await (isPage ? updatePage() : suggest());
      failed = false;
    } catch (error) {
      if (!failed) console.error(error);
      failed = true;
      if (isPage) {
        clear();
        status.textContent = status.dataset.failed;
      }
    }
  }

  setUp();
  let last = null;
  search.show = () => {
    if (input.value === last) return undefined;
    last = input.value;
    return update();
  };
})();
