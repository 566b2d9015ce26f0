// Index of the search: loads the parts that a query needs, and ranks the records. The program describes the parts in
// `src/export/search`.
(() => {
  const search = globalThis.briefingSearch;
  const { fold, chunksOf, pairsOf, cut, isMisspelt, PAIRED } = search;

  const LEVELS = 26;
  // What a form that is not the word itself is worth, compared with it.
  const PREFIX_WORTH = 0.4;
  const MISSPELT_WORTH = 0.6;
  const RELATED_WORTH = 0.35;
  const TEXT_DATE_WORTH = 0.3;
  const EVENT_WORTH = 1.5;
  // Worth of a record of which a name or the title has all words.
  const NAME_BONUS = 1.6;
  // Share of a query that a record must have if none has all of it.
  const MIN_SHARE = 0.6;
  const MIN_SHARE_OF_RUN = 0.5;
  // Number of records with all of a query from which on no others are shown.
  const ENOUGH = 3;
  // Number of characters of a run that are searched.
  const MAX_RUN = 30;
  const MAX_FORMS = 400;

  // ---- Parts ----

  const part = (name, version) => search.load(name, version);
  const shardName = (kind, from) => `${kind}-${[...from].map((c) => (/[a-z0-9-]/i.test(c) ? c : `u${c.codePointAt(0).toString(16)}`)).join("")}`;

  // Compares by code points, as the index is sorted.
  const compare = (a, b) => {
    const [one, other] = [[...a], [...b]];
    for (let at = 0; at < one.length && at < other.length; at += 1) {
      const difference = one[at].codePointAt(0) - other[at].codePointAt(0);
      if (difference) return difference;
    }
    return one.length - other.length;
  };

  // Loads the shards that can have terms with a beginning.
  function shardsWith(shards, kind, beginning) {
    const after = `${beginning}\u{10ffff}`;
    const chosen = shards.filter(([from], at) => {
      const next = shards[at + 1]?.[0];
      return compare(from, after) <= 0 && (next === undefined || compare(next, beginning.slice(0, 2)) > 0 || compare(next, beginning) > 0);
    });
    return Promise.all(chosen.map(([from, version]) => part(shardName(kind, from), version)));
  }

  // Decodes the records of a term: `[record, level, isInName]`.
  function decode(postings) {
    let record = -1;
    return [...postings.matchAll(/(\d*)([a-zA-Z])/g)].map(([, gap, letter]) => {
      record += Number(gap || 1);
      const isInName = letter < "a";
      return [record, letter.charCodeAt(0) - (isInName ? 65 : 97), isInName];
    });
  }

  // Returns the terms of the index with a beginning: term -> records.
  async function termsWith(index, beginning) {
    const found = new Map();
    for (const text of await shardsWith(index.terms, "t", beginning)) {
      const at = text.startsWith(beginning) ? 0 : text.indexOf(`\n${beginning}`) + 1;
      if (!text.startsWith(beginning, at)) continue;
      for (const line of text.slice(at).split("\n")) {
        if (!line.startsWith(beginning)) break;
        const [term, postings] = line.split(" ");
        found.set(term, postings);
      }
    }
    return found;
  }

  // ---- Query ----

  const monthNames = (language) => {
    const names = new Map();
    for (const tag of [language, "en"]) {
      for (const style of ["long", "short"]) {
        for (let month = 0; month < 12; month += 1) {
          const name = fold(new Intl.DateTimeFormat(tag, { month: style, timeZone: "UTC" }).format(new Date(Date.UTC(2025, month, 15)))).replace(/\.$/, "");
          if (name.length > 2 && /^\p{L}+$/u.test(name) && !names.has(name)) names.set(name, month + 1);
        }
      }
    }
    return names;
  };

  const two = (number) => String(number).padStart(2, "0");
  function dateTerm(year, month, day) {
    if (day && (day > 31 || day < 1)) return null;
    if (month < 1 || month > 12) return null;
    if (day) return `${year ? `${year}-` : ""}${two(month)}-${two(day)}`;
    return year ? `${year}-${two(month)}` : `m${two(month)}`;
  }

  // Takes the dates out of a folded query: "september 2025", "12 december", "2025-09", "2025年9月".
  function takeDates(query, language) {
    const dates = [];
    const take = (pattern, read) => {
      query = query.replace(pattern, (...match) => {
        const term = read(match);
        if (!term) return match[0];
        dates.push({ term, text: match[0] });
        return " ";
      });
    };
    take(/(?:(\d{4})\s*[年년]\s*)?(\d{1,2})\s*[月월](?:\s*(\d{1,2})\s*[日号號일])?/gu, ([, year, month, day]) => dateTerm(year, +month, day && +day));
    take(/(?<![\d-])(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?![\d-])/g, ([, year, month, day]) => dateTerm(year, +month, day && +day));
    const names = monthNames(language);
    const month = `(${[...names.keys()].sort((a, b) => b.length - a.length).join("|")})\\.?`;
    const edge = ["(?<![\\p{L}\\p{N}])", "(?![\\p{L}\\p{N}])"];
    const pattern = (text) => new RegExp(`${edge[0]}${text}${edge[1]}`, "gu");
    take(pattern(`(\\d{1,2})(?:st|nd|rd|th|\\.)?(?: of)? ${month}(?:,? (\\d{4}))?`), ([, day, name, year]) => dateTerm(year, names.get(name), +day));
    take(pattern(`${month} (\\d{1,2})(?:st|nd|rd|th)?(?:,? (\\d{4}))?`), ([, name, day, year]) => dateTerm(year, names.get(name), +day));
    take(pattern(`${month},? (\\d{4})`), ([, name, year]) => dateTerm(year, names.get(name)));
    return { dates, rest: query };
  }

  // Splits a query into what a record should have, each with its size: a word, a run of characters, or a date.
  function parse(query, index) {
    const optional = new Set(index.optional.split(" "));
    const { dates, rest } = takeDates(fold(query), index.language);
    const questions = [...optional].filter((word) => PAIRED.test(word));
    const concepts = dates.map(({ term, text }) => ({ kind: "date", term, size: 1, forms: chunksOf(text).flat().map((run) => run.text) }));
    for (const chunk of chunksOf(rest)) {
      const joined = chunk.find((run) => run.joined);
      const runs = chunk.filter((run) => !run.joined).flatMap((run) => {
        if (!run.paired || !questions.length) return [run];
        const texts = run.text.split(new RegExp(questions.join("|"), "u")).filter(Boolean);
        return texts.length ? texts.map((text) => ({ text, paired: true })) : [run];
      });
      const parts = runs.map((run) => (run.paired
        ? { kind: "run", text: run.text, size: Math.max(1, [...run.text].length / 2) }
        : { kind: "word", text: cut(run.text), size: 1, optional: optional.has(run.text) }));
      if (joined) concepts.push({ kind: "compound", text: joined.text, parts, size: 1 });
      else concepts.push(...parts);
    }
    const needed = concepts.filter((concept) => !concept.optional);
    return needed.length ? needed : concepts;
  }

  // ---- Matches ----

  // Adds the records of a form of a word: record -> `{ worth, isInName }`.
  function addForm(matches, postings, worth) {
    for (const [record, level, isInName] of decode(postings)) {
      const value = worth * ((level + 1) / LEVELS);
      const match = matches.get(record);
      if (!match) matches.set(record, { worth: value, isInName });
      else if (value > match.worth) Object.assign(match, { worth: value, isInName: isInName || match.isInName });
    }
  }

  const idf = (index, count) => Math.log(1 + (index.count - count + 0.5) / (count + 0.5));

  async function misspelt(index, word) {
    const ends = await shardsWith(index.ends, "e", [...word].slice(-2).reverse().join(""));
    const byEnd = ends.flatMap((text) => text.split(" "));
    const byBeginning = [...(await termsWith(index, word.slice(0, Math.max(2, word.length - 3)))).keys()];
    return [...new Set([...byEnd, ...byBeginning])].filter((term) => isMisspelt(word, term));
  }

  // Returns words that begin as a word does and end otherwise, such as "fragmentation" for "fragmented".
  async function related(index, word) {
    const length = Math.max(5, word.length - 3);
    if (word.length <= length) return [];
    const terms = await termsWith(index, word.slice(0, length));
    return [...terms.keys()].filter((term) => term.length <= word.length + 4);
  }

  const postingsOf = async (index, term) => (await termsWith(index, term)).get(term);

  // A word: itself, words that begin with it; if there is none, misspelt ones, then related ones.
  async function matchWord(index, concept) {
    const word = concept.text;
    const matches = new Map();
    const isNumber = /^\d+$/.test(word);
    const terms = await termsWith(index, word);
    const exact = terms.get(word);
    if (exact) addForm(matches, exact, 1);
    const isLong = isNumber ? word.length > 2 : word.length > 2 || !exact;
    if (isLong) {
      for (const [term, postings] of [...terms].slice(0, MAX_FORMS)) {
        if (term !== word && !/^\d.*-|^m\d\d$/.test(term)) addForm(matches, postings, PREFIX_WORTH + 0.5 * (word.length / term.length));
      }
    }
    // The beginning of a word that is still being typed is in too many others.
    concept.forms = word.length > 2 || exact ? [word] : [];
    if (matches.size || isNumber) return matches;
    for (const [find, worth] of [[misspelt, MISSPELT_WORTH], [related, RELATED_WORTH]]) {
      const forms = await find(index, word);
      for (const form of forms) addForm(matches, await postingsOf(index, form), worth);
      if (matches.size) {
        concept.forms = forms;
        return matches;
      }
    }
    return matches;
  }

  const bits = (mask) => { let n = 0; for (let rest = mask; rest; rest &= rest - 1) n += 1; return n; };

  // A run of characters: the share of its characters that are in pairs which a record has. Where two words meet, a record need not
  // have the pair.
  async function matchRun(index, concept) {
    const pairs = pairsOf(concept.text).slice(0, MAX_RUN);
    const matches = new Map();
    if (pairs.length === 1) {
      for (const postings of (await termsWith(index, pairs[0])).values()) addForm(matches, postings, 1);
      concept.forms = [concept.text];
      return matches;
    }
    const all = 2 ** pairs.length - 1;
    pairs.pop();
    const postings = (await Promise.all(pairs.map((pair) => postingsOf(index, pair)))).map((list) => (list ? decode(list) : []));
    const weights = postings.map((list) => (list.length ? idf(index, list.length) : 0));
    const sum = weights.reduce((total, weight) => total + weight, 0);
    postings.forEach((list, at) => {
      for (const [record, level, isInName] of list) {
        const match = matches.get(record) ?? { worth: 0, found: 0, named: 0 };
        match.worth += (weights[at] / sum) * ((level + 1) / LEVELS);
        match.found |= 3 << at;
        if (isInName) match.named |= 3 << at;
        matches.set(record, match);
      }
    });
    for (const match of matches.values()) {
      match.share = bits(match.found) / bits(all);
      match.isInName = match.named === all;
    }
    concept.forms = pairs.filter((_, at) => postings[at].length);
    return matches;
  }

  async function matchDate(index, concept) {
    const matches = new Map();
    const postings = await postingsOf(index, concept.term);
    if (postings) addForm(matches, postings, 1);
    // Who asks for a date asks what happened.
    for (const [record, match] of matches) if (search.kindOf(index, record)[0] === "event") match.worth *= EVENT_WORTH;
    if (matches.size) return matches;
    const words = concept.forms.map((text) => ({ kind: "word", text }));
    const all = await Promise.all(words.map((word) => matchWord(index, word)));
    for (const [record, match] of all[0] ?? []) {
      if (all.every((other) => other.has(record))) matches.set(record, { worth: TEXT_DATE_WORTH * match.worth, isInName: false });
    }
    return matches;
  }

  async function matchCompound(index, concept) {
    const whole = await matchWord(index, { text: concept.text });
    const all = await Promise.all(concept.parts.map((part) => match(index, part)));
    concept.forms = [concept.text, ...concept.parts.flatMap((part) => part.forms)];
    for (const [record, first] of all[0]) {
      if (!all.every((other) => other.has(record))) continue;
      const worth = all.reduce((sum, other) => sum + other.get(record).worth, 0) / all.length;
      const before = whole.get(record);
      if (!before || before.worth < worth) whole.set(record, { worth, isInName: first.isInName });
    }
    return whole;
  }

  function match(index, concept) {
    return { word: matchWord, run: matchRun, date: matchDate, compound: matchCompound }[concept.kind](index, concept);
  }

  // ---- Ranking ----

  // Ranks the records for a query: `{ hits: [{ record, score }], isPartial, forms }`, best first.
  async function rank(query) {
    const index = await part("index");
    const concepts = parse(query, index);
    const matches = await Promise.all(concepts.map((concept) => match(index, concept)));
    const weights = concepts.map((concept, at) => idf(index, matches[at].size) * concept.size);
    const [size, weight] = [concepts.reduce((sum, concept) => sum + concept.size, 0), weights.reduce((sum, one) => sum + one, 0)];
    const scores = new Map();
    concepts.forEach((concept, at) => {
      for (const [record, { worth, share = 1, isInName }] of matches[at]) {
        const score = scores.get(record) ?? { record, score: 0, share: 0, said: 0, least: 1, count: 0, named: 0 };
        score.score += weights[at] * worth;
        score.share += (concept.size * share) / size;
        score.said += (weights[at] * share) / weight;
        score.least = Math.min(score.least, share);
        score.count += 1;
        if (isInName) score.named += concept.size / size;
        scores.set(record, score);
      }
    });
    const all = [...scores.values()];
    const isWhole = (score) => score.share > 0.999;
    const whole = all.filter(isWhole).length;
    const isPartial = whole === 0;
    // Whether a record has most of the words, or those that say most.
    const isMost = (score) => (concepts.length === 1 ? score.share >= MIN_SHARE_OF_RUN : score.share >= MIN_SHARE || score.said >= MIN_SHARE);
    // Whether a record has all words, and most of each run: where words meet in it is unknown.
    const isNearly = (score) => score.count === concepts.length && score.least >= MIN_SHARE_OF_RUN;
    const hits = all.filter((score) => isWhole(score) || (isPartial ? isMost(score) : whole < ENOUGH && isNearly(score)));
    for (const hit of hits) if (hit.named > 0.999) hit.score *= NAME_BONUS;
    hits.sort((a, b) => b.score * b.share - a.score * a.share || a.record - b.record);
    return { index, hits, isPartial: isPartial && hits.length > 0, forms: [...new Set(concepts.flatMap((concept) => concept.forms ?? []))] };
  }

  // ---- Records ----

  const card = async (index, record) => {
    const file = Math.floor(record / index.cards_per_file);
    const [path, title, description, line, names] = (await part(`c${file}`, index.cards[file]))[record % index.cards_per_file];
    return { record, path, title, description, line, names, kind: kindOf(index, record) };
  };

  const kindOf = (index, record) => index.kinds.findLast(([, first]) => first <= record);

  async function texts(index, record) {
    const file = index.texts.findLastIndex(([first]) => first <= record);
    const [first, version] = index.texts[file];
    return (await part(`x${file}`, version))[record - first];
  }

  Object.assign(search, { rank, card, kindOf, texts });
})();
