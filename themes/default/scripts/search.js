// Search box of every page: loads the rest of the search when a reader uses it. Without this script, the box is a form that
// leads to the search page. Marks the words that were searched for on the page that a result opened (`?mark=…`).
(() => {
  const form = document.querySelector(".search-form.is-large") ?? document.querySelector(".search-form");
  if (!form) return;

  const input = form.querySelector("input");
  const folder = new URL(form.getAttribute("action"), location.href);
  const root = new URL(form.dataset.root, location.href);
  const fromDisk = location.protocol === "file:";
  const [words, ...others] = form.dataset.scripts.trim().split(" ");

  const values = new Map();
  const loading = new Map();
  let manifest = "";

  function script(url) {
    if (!loading.has(url.href)) {
      loading.set(url.href, new Promise((resolve, reject) => {
        const element = document.createElement("script");
        Object.assign(element, { src: url.href, onload: resolve, onerror: () => reject(new Error(url.href)) });
        document.head.append(element);
      }));
    }
    return loading.get(url.href);
  }

  // Loads a part of the index. One of another version than the manifest says is newer: the manifest is an old copy.
  async function load(name, version = manifest) {
    await script(new URL(`${name}.js${version && `?${version}`}`, folder));
    const part = values.get(name);
    if (name !== "index" && part.version !== version) throw new Error(`${name} has another version`);
    return part.value;
  }

  const search = {
    form,
    input,
    root,
    folder,
    fromDisk,
    load,
    add: (name, version, value) => values.set(name, { version, value }),
    // Forgets the manifest, so that the next search loads it again.
    renew() { manifest = String(Date.now()); },
  };
  globalThis.briefingSearch = search;

  let started = null;
  function start() {
    started ??= [words, ...others].reduce((before, name) => before.then(() => script(new URL(name, root))), Promise.resolve());
    return started.then(() => search.show());
  }

  const isTyping = (target) => target.closest?.("input, textarea, select, [contenteditable]");

  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    event.preventDefault();
    input.focus();
    input.select();
  });

  input.addEventListener("focus", () => start().catch(() => {}), { once: true });
  input.addEventListener("input", () => start().catch(() => {}));

  // From a disk, a folder has no page.
  form.addEventListener("submit", (event) => {
    if (!fromDisk) return;
    event.preventDefault();
    location.href = new URL(`index.html?${new URLSearchParams({ q: input.value })}`, folder).href;
  });

  const query = new URLSearchParams(location.search);
  if (form.matches(".is-large") && query.get("q")) {
    input.value = query.get("q");
    start().catch(() => {});
  }

  function wrap(range) {
    range.surroundContents(document.createElement("mark"));
  }

  function mark(forms) {
    const walker = document.createTreeWalker(document.getElementById("main"), NodeFilter.SHOW_TEXT);
    const nodes = [];
    while (walker.nextNode()) {
      if (!walker.currentNode.parentElement.closest("script, style, svg, form")) nodes.push(walker.currentNode);
    }
    const ranges = nodes.flatMap((node) => search.find(node.data, forms).reverse().map(([start, end]) => {
      const range = document.createRange();
      range.setStart(node, start);
      range.setEnd(node, end);
      return range;
    }));
    if (globalThis.Highlight && CSS.highlights) CSS.highlights.set("found", new Highlight(...ranges));
    else ranges.forEach(wrap);
  }

  if (query.get("mark")) {
    script(new URL(words, root)).then(() => mark(query.get("mark").split(" ").map(search.fold).filter(Boolean)), () => {});
  }
})();
