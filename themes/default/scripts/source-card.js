// Opens the source card of a citation: reference, passage, the words that the page quotes from it, and their check. All of it
// is in the page's references, from which the card is put together. Without this script a citation leads to the passage on
// the article's page, which begins with the same.
(() => {
  const card = document.getElementById("source-card");
  if (!card?.showPopover) return;

  const [DELAY, GAP] = [350, 8];
  const part = (name) => card.querySelector(`[data-part="${name}"]`);
  let shown = null;
  let pinned = false;
  let timer = 0;

  card.hidden = false;

  // The entry of a cited passage: in the references, or on the article's own page the passage itself.
  function entryOf(link) {
    const href = link.getAttribute("href");
    const same = (other) => other.getAttribute("href") === href;
    const listed = [...document.querySelectorAll(".references .passage-number")].find(same);
    if (listed) return { item: listed.closest("li"), reference: listed.closest(".references > li").querySelector("p") };
    const own = href.startsWith("#") && document.getElementById(href.slice(1));
    return own?.matches(".passages > li") ? { item: own, reference: null } : null;
  }

  // Quoted words: those of the citation's own paragraph, or else all of the passage.
  function quotes(link, item) {
    const around = link.closest("p, li, td, dd")?.textContent ?? "";
    const all = [...item.querySelectorAll(":scope > .reference-quote, :scope > .passage-quotes > li")].map((quote) => {
      const [words, verdict] = [quote.querySelector("q"), quote.querySelector(".verdict")];
      return { words: words.textContent, state: verdict.className, verdict: verdict.textContent.trim(), near: around.includes(words.textContent) };
    });
    const near = all.filter((quote) => quote.near);
    return near.length > 0 ? near : all;
  }

  function element(name, properties, ...content) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...content);
    return made;
  }

  function quoteItem({ words, state, verdict }) {
    return element("li", {}, element("q", { textContent: words }), element("p", { className: state }, element("span", { textContent: verdict })));
  }

  function fill(link, { item, reference }) {
    part("passage").textContent = item.querySelector(".passage-number").textContent;
    part("reference").replaceChildren(...(reference ? [...reference.cloneNode(true).childNodes] : [document.querySelector("h1").textContent]));
    const found = quotes(link, item);
    part("quotes").replaceChildren(...found.map(quoteItem));
    part("no-quotes").hidden = found.length > 0;
    const original = item.querySelector(":scope .at-words") ?? item.closest(".references > li")?.querySelector(".label a.external");
    part("original").hidden = !original;
    part("no-address").hidden = Boolean(original || item.closest(".references > li")?.querySelector("a.address"));
    if (original) part("original").firstElementChild.href = original.href;
    part("all").firstElementChild.href = link.href;
  }

  function position(link) {
    if (matchMedia("(max-width: 47.99rem)").matches) {
      card.style.left = card.style.top = "";
      return;
    }
    const from = [...link.getClientRects()].at(-1);
    const left = Math.min(from.left, document.documentElement.clientWidth - card.offsetWidth - GAP);
    const below = from.bottom + GAP + card.offsetHeight < innerHeight;
    card.style.left = `${Math.max(GAP, left)}px`;
    card.style.top = `${below ? from.bottom + GAP : Math.max(GAP, from.top - card.offsetHeight - GAP)}px`;
  }

  function show(link, pin) {
    clearTimeout(timer);
    const entry = entryOf(link);
    if (!entry) return false;
    if (shown !== link) {
      hide();
      fill(link, entry);
      card.showPopover();
      position(link);
      link.setAttribute("aria-expanded", "true");
      shown = link;
    }
    pinned ||= pin;
    if (pin) card.focus({ preventScroll: true });
    return true;
  }

  function hide() {
    clearTimeout(timer);
    if (!shown) return;
    const link = shown;
    const returns = card.contains(document.activeElement);
    shown = null;
    pinned = false;
    link.removeAttribute("aria-expanded");
    card.hidePopover();
    if (returns) link.focus({ preventScroll: true });
  }

  const citation = (target) => {
    const link = target.closest?.("a.cite");
    return link && !link.closest(".references, .source-card") ? link : null;
  };

  document.addEventListener("click", (event) => {
    const link = citation(event.target);
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0) {
      if (show(link, true)) event.preventDefault();
    } else if (event.target.closest("[data-part=close]") || !card.contains(event.target)) hide();
  });

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch" || pinned) return;
    clearTimeout(timer);
    const link = citation(event.target);
    if (link) timer = setTimeout(show, DELAY, link, false);
    else if (shown && !card.contains(event.target)) timer = setTimeout(hide, DELAY);
  });

  document.addEventListener("focusin", (event) => {
    if (pinned && !card.contains(event.target) && event.target !== shown) hide();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });

  addEventListener("scroll", () => pinned || hide(), { passive: true });
})();
