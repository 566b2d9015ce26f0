// Words of the search: folds letters, splits texts and queries, finds the words in a text again. The program folds and
// splits in the same way when it makes the index (`src/export/search`).
(() => {
  const search = globalThis.briefingSearch;

  const PLAIN = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", ħ: "h", ı: "i", þ: "th", ς: "σ" };
  const ACCENTS = /([a-z\u00df-\u024f\u0370-\u03ff\u0400-\u052f\u1e00-\u1fff])\p{M}+/gu;
  const PLAIN_LETTERS = new RegExp(`[${Object.keys(PLAIN).join("")}]`, "gu");
  const CLUSTER = /\P{M}[\p{M}\uff9e\uff9f]*|\p{M}+/gu;
  const CHUNK = /[\p{L}\p{N}\p{M}]+(?:['’\-‐.][\p{L}\p{N}\p{M}]+)*/gu;
  const SEPARATOR = /['’\-‐.]/u;
  // Scripts without spaces between words, and Korean, which joins particles to words.
  const PAIRED_LETTER = "[\\p{sc=Han}\\p{sc=Hira}\\p{sc=Kana}\\p{sc=Bopo}\\p{sc=Hang}\\p{sc=Thai}\\p{sc=Laoo}\\p{sc=Mymr}\\p{sc=Khmr}ー]";
  const PAIRED = new RegExp(PAIRED_LETTER, "u");
  const RUN = new RegExp(`${PAIRED_LETTER}[${PAIRED_LETTER.slice(1, -1)}\\p{M}]*|[^${PAIRED_LETTER.slice(1, -1)}]+`, "gu");
  const MAX_LENGTH = 40;

  function foldCluster(text) {
    const folded = text.normalize("NFKC").toLowerCase().normalize("NFD").replace(ACCENTS, "$1");
    return folded.replace(PLAIN_LETTERS, (letter) => PLAIN[letter]).normalize("NFC");
  }

  // Folds a text: compatibility forms, lower case, no accents. `places` has the place in the text of each folded character.
  function foldWithPlaces(text) {
    const places = [];
    let folded = "";
    for (const { 0: cluster, index } of text.matchAll(CLUSTER)) {
      const part = cluster < "\u0080" && cluster.length === 1 ? cluster.toLowerCase() : foldCluster(cluster);
      for (let at = 0; at < part.length; at += 1) places.push(index);
      folded += part;
    }
    places.push(text.length);
    return { folded, places };
  }

  const fold = (text) => foldWithPlaces(text).folded;

  // Splits connected words into runs of one kind: `{ text, start, paired, joined }`. `joined` marks `cooperation` of
  // `co-operation`.
  function runsOf(chunk, start) {
    const parts = chunk.split(SEPARATOR);
    const isLetter = (part) => [...part].length === 1 && !PAIRED.test(part);
    const runs = (text, from) => [...text.matchAll(RUN)].map((run) => (
      { text: run[0], start: from + run.index, end: from + run.index + run[0].length, paired: PAIRED.test(run[0]) }
    ));
    if (parts.length > 1 && chunk.includes(".") && parts.every(isLetter)) {
      return [{ text: parts.join(""), start, end: start + chunk.length, paired: false }];
    }
    let at = 0;
    const found = parts.flatMap((part) => {
      const from = at;
      at += part.length + 1;
      return part === "s" && /['’]/.test(chunk[from - 1] ?? "") ? [] : runs(part, start + from);
    });
    const isWord = (part) => [...part].length > 1 && /^[\p{L}\p{M}]+$/u.test(part) && !PAIRED.test(part);
    if (parts.length === 2 && /[-‐]/.test(chunk) && parts.every(isWord)) {
      found.push({ text: parts.join(""), start, end: start + chunk.length, paired: false, joined: true });
    }
    return found;
  }

  // Splits a folded text into runs, chunk by chunk.
  const chunksOf = (folded) => [...folded.matchAll(CHUNK)].map((chunk) => runsOf(chunk[0], chunk.index));

  // Splits a run of characters into pairs, and the last character alone.
  function pairsOf(text) {
    const letters = [...text];
    return letters.map((letter, at) => letter + (letters[at + 1] ?? ""));
  }

  const cut = (word) => [...word].slice(0, MAX_LENGTH).join("");

  // Returns the terms of a text, as they are in the index.
  function terms(text) {
    return chunksOf(fold(text)).flat().flatMap((run) => (run.paired ? pairsOf(run.text) : [cut(run.text)]));
  }

  // Checks whether two words differ by one mistake: a letter inserted, left out or replaced, or two neighbours swapped.
  function isMisspelt(a, b) {
    if (Math.abs(a.length - b.length) > 1 || Math.max(a.length, b.length) < 5 || a === b) return false;
    let start = 0;
    while (start < a.length && a[start] === b[start]) start += 1;
    let end = 0;
    while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
    const [inA, inB] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
    return (inA.length <= 1 && inB.length <= 1) || (inA.length === 2 && inB.length === 2 && inA[0] === inB[1] && inA[1] === inB[0]);
  }

  // Returns where a text has any of some forms: words that begin with a form, and runs of characters in it. Ranges are
  // `[start, end]`, in order, without overlaps.
  function find(text, forms) {
    const { folded, places } = foldWithPlaces(text);
    const words = forms.filter((form) => !PAIRED.test(form));
    const runs = forms.filter((form) => PAIRED.test(form));
    const ranges = [];
    const add = (start, end) => ranges.push([places[start], places[end]]);
    for (const run of chunksOf(folded).flat()) {
      if (!run.paired) {
        const form = words.filter((word) => (/^\d{1,2}$/.test(word) ? run.text === word : run.text.startsWith(word)));
        if (form.length) add(run.start, run.end);
      } else {
        for (const form of runs) {
          for (let at = run.text.indexOf(form); at >= 0; at = run.text.indexOf(form, at + 1)) {
            add(run.start + at, run.start + at + form.length);
          }
        }
      }
    }
    ranges.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
    const merged = [];
    for (const [start, end] of ranges) {
      const last = merged.at(-1);
      if (last && start <= last[1]) last[1] = Math.max(last[1], end);
      else merged.push([start, end]);
    }
    return merged;
  }

  Object.assign(search, { fold, terms, chunksOf, pairsOf, cut, isMisspelt, find, PAIRED });
})();
