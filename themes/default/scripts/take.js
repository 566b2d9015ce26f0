// Lets readers take a statement along: a button behind each paragraph, claim and key point copies its words with the
// citations as they are printed, the references that it cites, and the citation of the page with a link to the statement.
// All of it is read from the page. If words of the statement are selected, only these are copied.
(() => {
  const words = document.getElementById("take-words")?.dataset;
  if (!words) return;

  const STATEMENT = /^s-[\d-]+$/;
  const APART = ".take, .taken, .verdict, .footnote-mark, .footnote-back, .badge, ul, ol";
  const SHOWN = 6000;
  const make = (name, properties) => Object.assign(document.createElement(name), properties);
  const meta = (name) => document.querySelector(`meta[property="og:${name}"]`)?.content ?? "";
  const tidy = (text) => text.replace(/\s+/g, " ").trim();

  const status = make("p", { className: "hidden" });
  status.setAttribute("role", "status");
  document.body.append(status);

  const address = (statement) => {
    const page = document.querySelector("link[rel=canonical]")?.href ?? location.href.split("#")[0];
    return `${page}#${statement.id}`;
  };

  // The words as printed, without the marks of checks and of notes. A number that is raised gets brackets.
  function printed(node) {
    const copy = node.cloneNode(true);
    for (const part of copy.querySelectorAll(APART)) part.remove();
    for (const mark of copy.querySelectorAll("sup.citation")) {
      if (!/^\W/.test(tidy(mark.textContent))) mark.textContent = `[${tidy(mark.textContent)}]`;
    }
    return tidy(copy.textContent);
  }

  // The selected part of a statement, if there is one.
  function selected(statement) {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    if (!statement.contains(range.commonAncestorContainer)) return null;
    const part = make("span", {});
    part.append(range.cloneContents());
    return printed(part) ? part : null;
  }

  // The reference or note that a citation leads to.
  function target(cite) {
    const { article } = cite.dataset;
    if (article) return document.getElementById(`ref-${article}`);
    if (cite.hash && cite.pathname === location.pathname) return document.getElementById(cite.hash.slice(1));
    const leadsToSame = (link) => link.pathname === cite.pathname;
    return [...document.querySelectorAll(".references li")].find((entry) => [...entry.querySelectorAll("a")].some(leadsToSame));
  }

  function reference(entry) {
    const note = entry.value && entry.id.startsWith("note-") ? `${entry.value}. ` : "";
    return note + printed(entry.querySelector("p") ?? entry);
  }

  // Citations beside the words, such as those in the row of a claim.
  const beside = (statement, within) => [...(statement.closest(".statements > li") ?? statement.closest("tr, li, p")).querySelectorAll(within)].filter((cite) => !statement.contains(cite));

  function mark(cite) {
    const item = cite.closest("li")?.cloneNode(true);
    for (const part of item?.querySelectorAll("q, .verdict") ?? []) part.remove();
    return tidy((item ?? cite).textContent);
  }

  function cited(part, statement) {
    const inText = [...part.querySelectorAll(".citation a, a.cite")];
    if (inText.length) return { cites: inText, text: printed(part) };
    const whole = [...statement.querySelectorAll(".citation a, a.cite")];
    const printedBy = whole.length ? statement : statement.closest(".statements > li");
    const citations = [...(printedBy?.querySelectorAll(".citation") ?? [])];
    const marks = citations.length
      ? citations.map((cite) => tidy(cite.textContent).replace(/^[([（]|[)\]）]$/g, ""))
      : beside(statement, "a.cite").map(mark);
    const text = printed(part);
    const all = [...new Set(marks)].join(words.between);
    return { cites: whole.length ? whole : beside(statement, "a.cite"), text: all ? words.cited.replace("{words}", () => text).replace("{marks}", () => all) : text };
  }

  function pageCitation(statement) {
    const page = tidy(document.querySelector(".cite-page")?.textContent ?? meta("title"));
    const url = meta("url");
    const link = address(statement);
    const named = page.toLowerCase().includes(meta("site_name").toLowerCase()) ? page : `${page} ${meta("site_name")}.`;
    return url && named.includes(url) ? named.replace(url, () => link) : `${named} ${link}`;
  }

  function statementText(statement) {
    const { cites, text } = cited(selected(statement) ?? statement, statement);
    const entries = new Set(cites.map(target).filter(Boolean));
    return [text, ...[...entries].map(reference), pageCitation(statement)].join("\n\n");
  }

  // Pages that are opened from a disk, and old browsers, have no clipboard for scripts.
  function copyByCommand(text) {
    const field = make("textarea", { className: "hidden", value: text, readOnly: true });
    const { activeElement } = document;
    document.body.append(field);
    field.select();
    let isCopied = false;
    try {
      isCopied = document.execCommand("copy");
    } catch {
      // It is reported below.
    }
    field.remove();
    activeElement?.focus({ preventScroll: true });
    return isCopied;
  }

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return copyByCommand(text);
    }
  }

  let timer = 0;
  let last = null;

  function rest() {
    clearTimeout(timer);
    last?.querySelector(".taken")?.remove();
    last?.classList.remove("is-taken");
    status.textContent = "";
    last = null;
  }

  // Shows the address of the statement, and what was copied if it has to be copied by hand.
  function report(box, statement, isCopied, text) {
    rest();
    const taken = make("span", { className: "taken" });
    taken.append(make("b", { textContent: isCopied ? words.copied : words.failed }), " ");
    taken.append(isCopied ? make("a", { href: `#${statement.id}`, textContent: address(statement) }) : text);
    box.append(taken);
    box.classList.add("is-taken");
    last = box;
    status.textContent = isCopied ? words.copied : words.failed;
    if (isCopied) timer = setTimeout(() => { status.textContent = ""; }, SHOWN);
  }

  function offer(statement) {
    const box = statement.matches("p, li") ? statement : statement.closest("th, td, li, p, div");
    const control = make("span", { className: "take" });
    const link = make("a", { href: `#${statement.id}`, textContent: "#", tabIndex: -1 });
    link.setAttribute("aria-label", words.link);
    const button = make("button", { type: "button", textContent: words.copy });
    button.append(make("span", { className: "take-more", textContent: words.more }));
    // The selection stays.
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", async () => {
      const text = statementText(statement);
      const isCopied = await copy(text);
      report(box, statement, isCopied, text);
    });
    control.append(link, button);
    box.classList.add("stated");
    box.append(control);
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") rest();
  });

  for (const statement of document.querySelectorAll('[id^="s-"]')) {
    if (STATEMENT.test(statement.id)) offer(statement);
  }
})();
