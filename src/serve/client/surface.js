// Container of the preview's UI, beside the page's body in a shadow root, out of reach of the page's styles and of
// morphing. Content is inserted as text only.

const host = document.createElement("briefing-preview");
const root = host.attachShadow({ mode: "open" });

root.append(createElement("link", { rel: "stylesheet", href: "/_briefing/client/preview.css" }));
const notices = createElement("div", { className: "notices", role: "status" });
root.append(notices);
document.documentElement.append(host);

export function createElement(tag, properties = {}, ...content) {
  const { role, label, ...rest } = properties;
  const element = Object.assign(document.createElement(tag), rest);
  if (role) element.setAttribute("role", role);
  if (label) element.setAttribute("aria-label", label);
  element.append(...content.filter((part) => part !== null && part !== undefined));
  return element;
}

export function mount(element) {
  root.append(element);
  return element;
}

export function isPreviewEvent(event) {
  return event.composedPath().includes(host);
}

// Returns the selection in the preview's UI as a range; null if there is none. Browsers differ in how they return a
// selection in a shadow root.
export function selectedRange() {
  const selection = document.getSelection();
  if (selection?.getComposedRanges) return selection.getComposedRanges({ shadowRoots: [root] })[0] ?? null;
  const inRoot = root.getSelection?.() ?? selection;
  return inRoot?.rangeCount ? inRoot.getRangeAt(0) : null;
}

// Shows a message until it is dismissed or withdrawn. A message of the same kind replaces it.
export function showNotice(kind, text, { href, linkText, command } = {}) {
  hideNotice(kind);
  const notice = createElement(
    "div",
    { className: `notice notice-${kind}` },
    createElement("p", {}, text),
    href ? createElement("p", {}, createElement("a", { href }, linkText)) : null,
    command ? createElement("pre", { tabIndex: 0 }, command) : null,
    createElement("button", { type: "button", onclick: () => notice.remove() }, "Close"),
  );
  notices.append(notice);
}

export function hideNotice(kind) {
  notices.querySelector(`.notice-${kind}`)?.remove();
}

// Closes the topmost element on Escape.
export function closeOnEscape(isOpen, close) {
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !isOpen()) return;
    event.stopImmediatePropagation();
    close();
  }, true);
}
