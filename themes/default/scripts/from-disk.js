// Supports pages opened from disk: without a server, `initiatives/x/` does not resolve to its `index.html`; without a
// cache, fonts load too late for `font-display: optional`. Does nothing on the web.
if (location.protocol === "file:") {
  for (const face of document.fonts) face.display = "swap";

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (link?.protocol === "file:" && link.pathname.endsWith("/")) link.pathname += "index.html";
  }, true);
}
