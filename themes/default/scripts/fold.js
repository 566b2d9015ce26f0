// Closes on a phone what is open on wide pages, and opens the closed section that an address leads to.
(() => {
  const narrow = [...document.querySelectorAll("details.fold-narrow")];
  const setNarrow = (open) => narrow.forEach((fold) => { fold.open = open; });

  function openTarget() {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    target.scrollIntoView();
  }

  const isNarrow = matchMedia("(max-width: 47.99rem)");
  if (isNarrow.matches) setNarrow(false);
  isNarrow.addEventListener("change", () => setNarrow(!isNarrow.matches));
  addEventListener("beforeprint", () => setNarrow(true));
  addEventListener("hashchange", openTarget);
  if (location.hash) openTarget();
})();
