// Where the preview shows things: beside the page's body, behind a shadow root, so that neither the page's styles nor
// morphing touch it. Whatever is shown is put in as text.

const host = document.createElement("briefing-preview");
const root = host.attachShadow({ mode: "open" });

root.append(make("link", { rel: "stylesheet", href: "/_briefing/client/preview.css" }));
const notices = make("div", { className: "notices", role: "status" });
root.append(notices);
document.documentElement.append(host);

export function make(name, properties = {}, ...content) {
  const { role, label, ...others } = properties;
  const element = Object.assign(document.createElement(name), others);
  if (role) element.setAttribute("role", role);
  if (label) element.setAttribute("aria-label", label);
  element.append(...content.filter((part) => part !== null && part !== undefined));
  return element;
}

export function place(element) {
  root.append(element);
  return element;
}

export function isOurs(event) {
  return event.composedPath().includes(host);
}

// Says something until it is unsaid or dismissed. The same kind of thing is said once.
export function say(kind, words, { href, words: linkWords, command } = {}) {
  unsay(kind);
  const notice = make(
    "div",
    { className: `notice notice-${kind}` },
    make("p", {}, words),
    href ? make("p", {}, make("a", { href }, linkWords)) : null,
    command ? make("pre", { tabIndex: 0 }, command) : null,
    make("button", { type: "button", onclick: () => notice.remove() }, "Close"),
  );
  notices.append(notice);
}

export function unsay(kind) {
  notices.querySelector(`.notice-${kind}`)?.remove();
}

// Escape closes what is on top.
export function closeOnEscape(isOpen, close) {
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !isOpen()) return;
    event.stopImmediatePropagation();
    close();
  }, true);
}
