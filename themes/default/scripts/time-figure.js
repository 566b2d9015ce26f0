// Keyboard of the figure of time: one Tab stop, arrow keys inside. Without this script, each mark is a link. In the form for
// phones time runs down, so the arrows change their roles. Also marks in the strip which part of time the list shows.
(() => {
  const KEYS = {
    x: { ArrowRight: "next", ArrowLeft: "previous", ArrowDown: "below", ArrowUp: "above" },
    y: { ArrowDown: "next", ArrowUp: "previous", ArrowRight: "below", ArrowLeft: "above" },
  };

  const isVertical = (form) => form.dataset.axis === "y";

  function middle(mark, form) {
    const box = mark.querySelector(".tf-hit").getBoundingClientRect();
    return isVertical(form) ? box.top + box.height / 2 : box.left + box.width / 2;
  }

  // Lanes of a form as lists of their marks in the order of time: from left to right, as drawn.
  function lanes(form) {
    const groups = [...form.querySelectorAll(".tf-plot, .tf-column")].map((lane) => [...lane.querySelectorAll("a.tf-mark:not([data-out])")]);
    return groups.filter((marks) => marks.length).map((marks) => marks.sort((a, b) => middle(a, form) - middle(b, form)));
  }

  function nearest(marks, from, form) {
    const distance = (mark) => Math.abs(middle(mark, form) - middle(from, form));
    return marks?.reduce((best, mark) => (distance(mark) < distance(best) ? mark : best));
  }

  function target(key, mark, form) {
    const all = lanes(form);
    const lane = all.findIndex((marks) => marks.includes(mark));
    if (lane < 0) return null;
    const at = all[lane].indexOf(mark);
    if (key === "Home") return all[lane][0];
    if (key === "End") return all[lane].at(-1);
    const step = KEYS[isVertical(form) ? "y" : "x"][key];
    return {
      next: () => all[lane][at + 1],
      previous: () => all[lane][at - 1],
      below: () => nearest(all[lane + 1], mark, form),
      above: () => nearest(all[lane - 1], mark, form),
    }[step]?.();
  }

  function prepare(figure) {
    for (const form of figure.querySelectorAll(".tf-form")) {
      const marks = [...form.querySelectorAll("a.tf-mark")];
      marks.forEach((mark, index) => mark.setAttribute("tabindex", index === 0 ? "0" : "-1"));
    }
    for (const note of figure.querySelectorAll(".tf-note")) note.hidden = false;
  }

  function focus(form, mark) {
    for (const old of form.querySelectorAll('a.tf-mark[tabindex="0"]')) old.setAttribute("tabindex", "-1");
    mark.setAttribute("tabindex", "0");
    mark.focus();
  }

  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const mark = event.target.closest?.(".tf a.tf-mark");
    const form = mark?.closest(".tf-form");
    const to = form && target(event.key, mark, form);
    if (!to) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    focus(form, to);
  }, true);

  const prepareAll = () => document.querySelectorAll("figure.tf").forEach(prepare);
  prepareAll();
  document.addEventListener("figure-shown", prepareAll);

  // What is folded is printed, also in browsers whose style sheets cannot unfold it.
  const folds = () => document.querySelectorAll("details.tf-bare:not([open])");
  let unfolded = [];
  addEventListener("beforeprint", () => {
    unfolded = [...folds()];
    for (const fold of unfolded) fold.open = true;
  });
  addEventListener("afterprint", () => {
    for (const fold of unfolded) fold.open = false;
  });

  const strip = document.querySelector(".strip");
  const events = [...document.querySelectorAll("#events .event")];
  if (!strip || !events.length) return;

  const day = (date) => Math.floor(Date.parse(date) / 86_400_000);
  const span = ({ dataset: { from, to } }) => [day(from ?? to), day(to ?? from) + 1];

  function share(scale, at, isEnd) {
    const within = scale.find(([first, end]) => (isEnd ? first < at && at <= end : first <= at && at < end));
    if (!within) return at < scale[0][0] ? 0 : 1;
    const [first, end, from, to] = within;
    return from + (to - from) * ((at - first) / (end - first));
  }

  function show(visible) {
    const spans = visible.map(span).filter(([from, to]) => Number.isFinite(from) && Number.isFinite(to));
    if (!spans.length) return;
    const first = Math.min(...spans.map(([from]) => from));
    const last = Math.max(...spans.map(([from, to]) => (to - from > 100 ? from + 1 : to)));
    for (const svg of strip.querySelectorAll("svg[data-scale]")) {
      const scale = JSON.parse(svg.dataset.scale);
      const from = share(scale, first, false);
      const width = Math.max(0.01, share(scale, last, true) - from);
      const here = svg.querySelector(".strip-here");
      const isRtl = getComputedStyle(svg).direction === "rtl";
      here.setAttribute("x", `${100 * (isRtl ? 1 - from - width : from)}%`);
      here.setAttribute("width", `${100 * width}%`);
    }
  }

  const visible = new Set();
  const observer = new IntersectionObserver((entries) => {
    for (const { target: event, isIntersecting } of entries) {
      if (isIntersecting) visible.add(event);
      else visible.delete(event);
    }
    show([...visible]);
  }, { rootMargin: `-${Math.ceil(strip.getBoundingClientRect().height) + 8}px 0px 0px` });
  for (const event of events) observer.observe(event);
})();
