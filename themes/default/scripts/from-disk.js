// A briefing opened from a disk has no server to answer `initiatives/x/` with its `index.html`, and no cache to give
// its fonts in time. Both are made up for here; on the web this does nothing.
if (location.protocol === "file:") {
  for (const face of document.fonts) face.display = "swap";

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (link?.protocol === "file:" && link.pathname.endsWith("/")) link.pathname += "index.html";
  }, true);
}
