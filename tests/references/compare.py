#!/usr/bin/env python3
"""Measures how far what `briefing` prints for articles is from what citeproc-js prints. See README.md.

1. For every style and locale a briefing is written (content from `items.py`, the style as a CSL file) and built.
2. `oracle.js` runs citeproc-js on the same style with hand-made CSL-JSON (`true`); with `--full` also with the CSL-JSON that
   the briefing exports (`exported`).
3. Strings are compared, one by one; differences are sorted into kinds by the words that differ. `--at-least-list`,
   `--at-least-cite`, `--marks` and `--panics` make it a test.
"""

import argparse
import difflib
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from html.parser import HTMLParser
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import items as data  # noqa: E402

BY_ID = {entry["id"]: entry for entry in data.ITEMS}
LEVELS = ["exact", "look", "folded", "passage", "odd", "different", "missing", "panic"]


# What is compared -----------------------------------------------------------------------------------------------------

def pages_for(style, locale, all_locales_pages):
    """Which pages say something for a style: narrative citations are words, so numbers and notes have none."""
    note = 'class="note"' in style
    numeric = 'citation-format="numeric"' in style
    names = ["single", "located", "several", "few"]
    if note:
        names.append("again")
    elif numeric:
        names.append("quiet")
    else:
        names += ["narrative", "quiet"]
    if locale != "en-US":
        names = [name for name in names if name in all_locales_pages]
    return names


# The briefing ---------------------------------------------------------------------------------------------------------

def toml(value):
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {toml(one)}" for key, one in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    return json.dumps(value)


def markdown(cluster):
    def one(cite):
        words = f"{cite['prefix']} " if cite["prefix"] else ""
        words += f"{'-' if cite['quiet'] else ''}@{cite['id']}"
        words += f", ¶{cite['locator']}" if cite["locator"] else ""
        return words + (f", {cite['suffix']}" if cite["suffix"] else "")
    if cluster.get("narrative"):
        return f"@{cluster['cites'][0]['id']}"
    return "[" + "; ".join(map(one, cluster["cites"])) + "]"


BY_NAME = None


def write_site(root, style, locale, ids, pages):
    (root / "content/articles").mkdir(parents=True)
    (root / "content/pages").mkdir()
    (root / "templates").mkdir()
    (root / "templates/style.csl").write_text(style, encoding="utf-8")
    (root / "briefing.toml").write_text(
        'base_url = "https://x.example/"\ntitle = "T"\ndescription = "D."\ndefault_language = "en"\n'
        '[citations]\nstyle = "%s"\nlocale = "%s"\n' % (BY_NAME or "templates/style.csl", locale), encoding="utf-8")
    for id in ids:
        record = BY_ID[id]["record"]
        lines = [f"{key} = {toml(value)}" for key, value in {**record, "description": "D."}.items()]
        (root / f"content/articles/{id}.md").write_text("+++\n" + "\n".join(lines) + "\n+++\nSummary.\n", encoding="utf-8")
    for name in pages:
        body = [f"Q{at} {markdown(cluster)} e." for at, cluster in enumerate(data.PAGES[name])
                if all(cite["id"] in ids for cite in cluster["cites"])]
        (root / f"content/pages/{name}.md").write_text(
            f'+++\ntitle = "{name}"\ndescription = "D."\n+++\n' + "\n\n".join(body) + "\n", encoding="utf-8")


def build(binary, style, locale, ids, pages):
    """Builds a briefing: what it printed by page, its CSL-JSON, or why there is none."""
    with tempfile.TemporaryDirectory() as folder:
        root, out = Path(folder, "site"), Path(folder, "public")
        write_site(root, style, locale, ids, pages)
        ran = subprocess.run([binary, "build", "-r", root, "-o", out, "--no-cache", "--format", "short"], capture_output=True, text=True,
                             env={**os.environ, "SOURCE_DATE_EPOCH": "1764000000", "RUST_BACKTRACE": "0"}, timeout=300)
        if ran.returncode != 0:
            words = ran.stderr + ran.stdout
            panic = re.search(r"panicked at (.*)", words)
            lines = [line for line in words.splitlines() if "error" in line or "panicked" in line]
            return {"failed": True, "panic": bool(panic) or ran.returncode not in (1, 2, 3),
                    "message": place.group(1) if (place := re.search(r"panicked at (?:\S*/)?([^/\s]+-[\d.]+/src/\S+?):?\s", words)) else "\n".join(lines)[:600]}
        reported = [line for line in (ran.stderr + ran.stdout).splitlines() if "unprintable-reference" in line]
        if reported:
            return {"failed": True, "panic": True, "message": reported[0][:300]}
        made = {"pages": {}, "csl": json.loads((out / "bibliography.json").read_text(encoding="utf-8"))}
        for name in pages:
            made["pages"][name] = read_page((out / name / "index.html").read_text(encoding="utf-8"), name, ids)
            if 'citation-format="numeric"' in style:
                # A number that stands in the words themselves says nothing that the order does not say.
                page = made["pages"][name]
                page["references"] = [(id, re.sub(r"^\s*\d+\.\s+", "", words)) for id, words in page["references"]]
        return made


def read_page(html, name, ids):
    clusters = [at for at, cluster in enumerate(data.PAGES[name]) if all(cite["id"] in ids for cite in cluster["cites"])]
    cites = dict.fromkeys(range(len(data.PAGES[name])))
    notes = re.search(r'<ol class="citation-notes">(.*?)</ol>', html, re.S)
    if notes:
        found = re.findall(r'<li id="note-\d+"[^>]*>(.*?) <a class="footnote-back"', notes.group(1), re.S)
        for at, words in zip(clusters, found):
            cites[at] = words
    else:
        for at, words in re.findall(r"<p[^>]*>Q(\d+)\s*(.*?)\s*e\.</p>", html, re.S):
            cites[int(at)] = words
    references = re.findall(r'<li id="ref-([^"]+)"[^>]*>\s*<p>(.*?)</p>', html, re.S)
    references = [(id, re.sub(r'<span class="reference-number">.*?</span> ', "", words, flags=re.S)) for id, words in references]
    return {"cites": [cites[at] for at in sorted(cites)], "references": references}


def groups():
    """Articles that are told apart from each other must be tried together."""
    made = defaultdict(list)
    for entry in data.ITEMS:
        record = entry["record"]
        first = record.get("authors", [{}])[0]
        name = first.get("family") or first.get("name") or record.get("outlet") or record["title"]
        made[(name, record.get("date", "")[:4])].append(entry["id"])
    return list(made.values())


def panicking(binary, style, locale, pages, of):
    """The groups on which the program fails, by halves."""
    ids = [id for group in of for id in group]
    made = build(binary, style, locale, ids, pages)
    if not made.get("failed"):
        return [], None
    if len(of) == 1:
        return [(of[0], made["message"])], made["message"]
    middle = len(of) // 2
    found = []
    for half in (of[:middle], of[middle:]):
        found += panicking(binary, style, locale, pages, half)[0]
    return found, made["message"]


# The reference implementation -----------------------------------------------------------------------------------------

class Oracle:
    def __init__(self, citeproc, locales, cache):
        self.citeproc, self.locales, self.cache = str(citeproc), str(locales), cache

    def run(self, style, lang, records, pages):
        job = {"style": style, "locales": self.locales, "lang": lang, "items": records, "pages": {name: data.PAGES[name] for name in pages},
               "all": [record["id"] for record in records]}
        for name in job["pages"]:
            known = set(job["all"])
            job["pages"][name] = [cluster for cluster in data.PAGES[name] if all(cite["id"] in known for cite in cluster["cites"])]
        line = json.dumps(job, ensure_ascii=False, sort_keys=True)
        digest = hashlib.sha256((line + (HERE / "oracle.js").read_text()).encode()).hexdigest()[:24]
        kept = self.cache / f"{digest}.json"
        if kept.exists():
            return json.loads(kept.read_text(encoding="utf-8"))
        ran = subprocess.run(["node", HERE / "oracle.js", self.citeproc], input=line + "\n", capture_output=True, text=True, timeout=900)
        if ran.returncode != 0 or not ran.stdout.strip():
            return {"error": ran.stderr[-800:]}
        made = json.loads(ran.stdout)
        if "error" not in made:
            for name, page in made.items():
                page["cites"] = spread(name, page["cites"], set(job["all"]))
            kept.write_text(json.dumps(made, ensure_ascii=False), encoding="utf-8")
        return made


def spread(name, cites, known):
    """Puts what was printed for the known articles at the places of all."""
    printed = iter(cites)
    return [next(printed) if all(cite["id"] in known for cite in cluster["cites"]) else None for cluster in data.PAGES[name]]


# Strings --------------------------------------------------------------------------------------------------------------

class Reader(HTMLParser):
    """The words of some HTML, each with its look."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.stack, self.parts, self.skip = [], [], 0

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        style = re.sub(r"[\s;]", "", attributes.get("style") or "")
        kind = attributes.get("class") or ""
        look = {"i": {"i": 1}, "em": {"i": 1}, "b": {"b": 1}, "strong": {"b": 1}, "sup": {"sup": 1}, "sub": {"sub": 1}}.get(tag, {})
        for said, means in {"font-variant:small-caps": {"sc": 1}, "text-decoration:underline": {"u": 1}, "font-style:normal": {"i": 0},
                            "font-weight:normal": {"b": 0}, "font-variant:normal": {"sc": 0}, "font-style:italic": {"i": 1},
                            "font-weight:bold": {"b": 1}, "vertical-align:super": {"sup": 1}}.items():
            look = {**look, **means} if said in style else look
        look = {**look, **{"small-caps": {"sc": 1}, "underlined": {"u": 1}}.get(kind, {})}
        if kind in ("csl-left-margin",):
            self.skip += 1
        if tag == "div":
            self.parts.append((" ", ""))
        self.stack.append((tag, kind, look))

    def handle_endtag(self, tag):
        while self.stack:
            open_tag, kind, _ = self.stack.pop()
            if kind == "csl-left-margin":
                self.skip -= 1
            if open_tag == "div":
                self.parts.append((" ", ""))
            if open_tag == tag:
                break

    def handle_data(self, words):
        look = {}
        for _, _, one in self.stack:
            look.update(one)
        name = "+".join(key for key in ("b", "i", "sc", "u", "sup", "sub") if look.get(key))
        if not self.skip:
            self.parts.append((words, name))


def strings(html):
    """The words with signs for their look, and the words alone; nothing where nothing is printed."""
    if html is None or not re.sub(r"<[^>]*>|\s", "", html):
        return None
    # What citeproc-js says where a style prints nothing in a citation.
    html = re.sub(r"\s?\[NO_PRINTED_FORM\]", "", html)
    if not html:
        return None
    reader = Reader()
    reader.feed(html)
    reader.close()
    marked, plain, last = "", "", ""
    for words, look in reader.parts:
        plain += words
        if words.strip() and look != last:
            space = len(words) - len(words.lstrip())
            marked += words[:space] + (f"‹/{last}›" if last else "") + (f"‹{look}›" if look else "")
            words, last = words[space:], look
        marked += words
    marked += f"‹/{last}›" if last else ""
    marked = re.sub(r"(\s+)((?:‹/[^›]*›)+)", r"\2\1", marked)
    return tidy(marked), tidy(plain)


def tidy(words):
    return re.sub(r"[ \t\r\n]+", " ", words).strip(" \t\r\n")


DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")


def folded(words):
    words = words.translate(DASHES)
    return re.sub(r"[\s\u00a0\u202f\u2009\u200a]+", " ", re.sub(r"[\u200b-\u200f\u2060\ufeff]", "", words)).strip()


LABEL = r"(?:\bparagraphs?|\bpar(?:a|as|s)?\.?|\bAbs(?:\.|ätze|atz)?|¶¶?|§§?|第|段落?)"
LETTER = re.compile(r"(?<=\d{4})-?[a-z]{1,2}\b|(?<=n\.d\.)\s?-?[a-z]\b|(?<=no date)\s?-?[a-z]\b|(?<=o\. J\.)\s?-?[a-z]\b|(?<=日期)-?[a-z]\b")


def without_passages(words, passages):
    """A citation without its passages: briefings say `¶3` in every style and language, also where a style says none."""
    for passage in passages:
        number = rf"{re.escape(passage)}(?:\s*段)?(?![\d-])"
        with_word = rf"(?:,? at)?[,:]?\s?(?:\({LABEL}\s*{number}\)|{LABEL}\s*{number})"
        words, n = re.subn(with_word, "", words, count=1, flags=re.I)
        if not n:
            words = re.sub(rf"(?:(?<=\d): ?|,? at ){number}", "", words, count=1)
    return words


def level(ours, theirs, passages=()):
    if ours is None or theirs is None:
        return "missing"
    if ours[0] == theirs[0]:
        return "exact"
    if ours[1] == theirs[1]:
        return "look"
    if folded(ours[1]) == folded(theirs[1]):
        return "folded"
    same = passages and without_passages(folded(ours[1]), passages) == without_passages(folded(theirs[1]), passages)
    return "passage" if same else "different"


# Kinds of difference --------------------------------------------------------------------------------------------------

QUOTES = "\"'“”‘’„‚«»‹›「」『』＂＇"
TOKEN = re.compile(r"https?://[^\s<>）)\]]+[^\s<>）)\].,;]|[^\W_]+(?:[.'’-][^\W_]+)*|\s+|.", re.S)
MONTHS = set("jan feb mar apr may jun jul aug sep sept oct nov dec january february march april june july august september october "
             "november december januar februar märz mai juni juli oktober dezember mär okt dez spring summer autumn fall winter".split())
NAME_WORDS = set("et al and & und u a others 等 和 与 with".split())
DATE_WORDS = set("n d nd n.d no date o j o.j ca c circa undated 无日期 日期不详 年 月 日 um".split()) | MONTHS
ADDRESS_WORDS = set("accessed available online from at retrieved internet cited url abgerufen verfügbar zugegriffen am http https ol eb visited "
                    "last viewed 见于 访问 载入".split())
LOCATOR = re.compile(r"¶|§|paras?\b|Abs\b|Absatz|段|第|paragraphs?|Paras?\b", re.I)


def words_of(csl, *fields):
    found = set()
    for field in fields:
        value = csl.get(field)
        for one in value if isinstance(value, list) else [value]:
            text = " ".join(str(part) for part in one.values()) if isinstance(one, dict) else str(one or "")
            found |= {word.lower() for word in re.findall(r"[^\W_]+", text)}
    return found


def kinds(ours, theirs, csl, located):
    """The kinds of difference between two strings, by the words that differ."""
    ours, theirs = folded(ours), folded(theirs)
    if ours == theirs:
        return {"dash-or-space"}
    if located:
        ours, theirs = (without_passages(one, located) for one in (ours, theirs))
    if LETTER.sub("", ours) == LETTER.sub("", theirs):
        return {"year-letter"}
    if re.fullmatch(r"[\[(]?[\d,;\s\[\]-]+[\])]?", ours) and re.fullmatch(r"[\[(]?[\d,;\s\[\]-]+[\])]?", theirs):
        return {"number"}
    parts = [re.split(r"[;,]\s*", one.strip("()[].")) for one in (ours, theirs)]
    if parts[0] != parts[1] and sorted(parts[0]) == sorted(parts[1]):
        return {"order-in-citation"}
    a, b = TOKEN.findall(ours), TOKEN.findall(theirs)
    names = set().union(*(words_of(one, "author", "editor", "translator") for one in csl)) if csl else set()
    initials = {word[:1] for word in names}
    titles = set().union(*(words_of(one, "title") for one in csl)) if csl else set()
    genres = set().union(*(words_of(one, "genre") for one in csl)) if csl else set()
    outlets = set().union(*(words_of(one, "container-title", "publisher") for one in csl)) if csl else set()
    found = set()
    for op, i, j, k, m in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if op == "equal":
            continue
        left, right = "".join(a[i:j]), "".join(b[k:m])
        strip = lambda text: "".join(c for c in text if c not in QUOTES)  # noqa: E731
        if located and (LOCATOR.search(left) or LOCATOR.search(right)):
            found.add("passage")
            continue
        if left.lower() == right.lower():
            found.add("case")
            continue
        if strip(left) == strip(right):
            found.add("quote-marks")
            continue
        if strip(left).lower() == strip(right).lower():
            found |= {"quote-marks", "case"}
            continue
        if not re.search(r"[^\W_]", left + right):
            marks = any(c in QUOTES for c in left + right)
            found.add("quote-marks" if marks and re.sub(f"[{QUOTES}]", "", left) == re.sub(f"[{QUOTES}]", "", right) else "punctuation")
            continue
        if re.search(r"https?:|example\.com|archive\.example", left + right):
            found.add("address")
            continue
        changed = {word.lower() for word in re.findall(r"[^\W\d_]+|\d+", left + right)}
        rest = set(changed)
        # A year with and without its letter.
        if re.search(r"\b\d{4}[a-z]{0,2}\b", left + right) or changed & DATE_WORDS - names - titles and not changed & (titles - DATE_WORDS):
            if re.sub(r"(\d{4})[a-z]{1,2}\b", r"\1", left) == re.sub(r"(\d{4})[a-z]{1,2}\b", r"\1", right) or re.fullmatch(r"[-–]?[a-z]", left + right):
                found.add("year-letter")
                continue
        if re.fullmatch(r"\W*[a-z]?\W*", left) and re.fullmatch(r"\W*[a-z]?\W*", right) and (left + right).strip() and not changed & names and located != ():
            found.add("year-letter" if changed - NAME_WORDS else "names")
            continue
        is_date = lambda word: word in DATE_WORDS or word.isdigit()  # noqa: E731
        if all(is_date(word) for word in rest):
            found.add("date")
        elif rest <= names | initials | NAME_WORDS | {"jr", "iii"}:
            found.add("names")
        elif rest <= genres | {"article", "post", "review", "report", "interview", "by", "press", "release"}:
            found.add("genre-or-type")
        elif all(word in ADDRESS_WORDS or is_date(word) for word in rest):
            found.add("address")
        elif rest <= titles | outlets | genres and (rest & outlets):
            found.add("container-or-publisher")
        elif rest <= titles:
            found.add("title-words")
        elif rest & (names - titles):
            found.add("names")
        elif any(is_date(word) for word in rest) and not rest & ADDRESS_WORDS:
            found.add("date")
        elif rest & ADDRESS_WORDS:
            found.add("address")
        else:
            found.add("words")
    return found or {"words"}


# The comparison -------------------------------------------------------------------------------------------------------

PART = {"single": "list", "few": "few"}


def compare(ours, theirs, page_names, ids, panics):
    """Every string that both printed: (where, ids, level, ours, theirs, kinds)."""
    rows = []
    for name in page_names:
        # What is cited alone is compared elsewhere.
        for at, cluster in enumerate(data.PAGES[name] if name != "few" else []):
            of = [cite["id"] for cite in cluster["cites"]]
            where = f"{name}#{at}"
            if any(id in panics for id in of):
                rows.append((where, name, of, "panic", None, None, []))
                continue
            pair = [strings(side[name]["cites"][at]) if side[name]["cites"] else None for side in (ours, theirs)]
            rows.append(row(where, name, of, pair, [cite["locator"] for cite in cluster["cites"] if cite["locator"]]))
    for page, listed in (("single", ids), ("few", [cluster["cites"][0]["id"] for cluster in data.PAGES["few"]])):
        if page not in ours or page not in theirs or page not in page_names:
            continue
        mine, other = (dict(map(tuple, side[page].get("references") or [])) for side in (ours, theirs))
        # Some styles have no list; there is nothing to compare with then.
        for id in listed if other else []:
            if id in panics:
                rows.append((f"{PART[page]}:{id}", PART[page], [id], "panic", None, None, []))
                continue
            made = row(f"{PART[page]}:{id}", PART[page], [id], [strings(mine.get(id)), strings(other.get(id))], ())
            if page == "few" and made[6] == ["year-letter"]:
                # Letters mean the same article on every page, so a page of few may begin with `b`.
                made = (*made[:3], "odd", *made[4:])
            rows.append(made)
    return rows


def row(where, name, of, pair, located):
    if pair == [None, None]:
        reached = "exact"
    else:
        reached = level(*pair, located)
    csl = [BY_ID[id]["csl"] for id in of]
    why = []
    if reached == "look":
        why = ["look"]
    elif reached == "different":
        why = sorted(kinds(pair[0][1], pair[1][1], csl, located))
    elif reached in ("folded", "passage"):
        why = ["dash-or-space" if reached == "folded" else "passage-label"]
    if why and all(set(why) <= data.ODD.get(id, set()) for id in of):
        reached = "odd"
    shown = [one and (one[0] if why == ["look"] else one[1]) for one in pair]
    return (where, name, of, reached, shown[0], shown[1], why)


def order_kept(ours, theirs, panics):
    """How many entries of the list stand in the reference's order: the longest run of them, in ids."""
    mine = [id for id, _ in ours["single"].get("references") or []]
    place = {id: at for at, (id, _) in enumerate(theirs["single"].get("references") or [])}
    at = [place[id] for id in mine if id in place]
    best = []
    for value in at:
        low = next((n for n, one in enumerate(best) if one >= value), len(best))
        best[low:low + 1] = [value]
    return len(best), len(at)


def share(rows, levels=("exact",)):
    return sum(1 for one in rows if one[3] in levels), len(rows)


def percent(pair, digits=0):
    return f"{100 * pair[0] / pair[1]:.{digits}f} %" if pair[1] else "–"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("binary", help="the `briefing` program")
    parser.add_argument("--styles", required=True, type=Path, help="folder of independent .csl files")
    parser.add_argument("--locales", required=True, type=Path, help="folder of locales-*.xml")
    parser.add_argument("--citeproc", required=True, type=Path, help="folder of the npm package `citeproc`")
    parser.add_argument("--out", required=True, type=Path, help="folder for the report")
    parser.add_argument("--cache", type=Path, help="folder for what citeproc-js printed (default: OUT/cache)")
    parser.add_argument("--only", default="", help="styles, by file name, with commas between")
    parser.add_argument("--locale", default="en-US,en-GB,de-DE,zh-CN", help="locales, with commas between")
    parser.add_argument("--full", action="store_true", help="compare the exported CSL-JSON, too")
    parser.add_argument("--by-name", action="store_true", help="name the styles as built-in ones instead of giving the files")
    parser.add_argument("--at-least-list", type=float, help="fail when fewer list entries than this share are right in en-US")
    parser.add_argument("--at-least-cite", type=float, help="fail when fewer citations than this share are right in en-US")
    parser.add_argument("--marks", type=int, help="fail when more articles than this share a mark with another one")
    parser.add_argument("--panics", type=int, help="fail when the program fails on more groups of articles than this")
    asked = parser.parse_args()
    binary = str(Path(asked.binary).resolve())
    cache = asked.cache or asked.out / "cache"
    cache.mkdir(parents=True, exist_ok=True)
    oracle = Oracle(asked.citeproc.resolve(), asked.locales.resolve(), cache)
    files = sorted(asked.styles.glob("*.csl"))
    only = set(filter(None, asked.only.split(",")))
    files = [file for file in files if not only or file.stem in only]
    ids, results = data.IDS, []
    for locale in asked.locale.split(","):
        for file in files:
            style = file.read_text(encoding="utf-8")
            if asked.by_name:
                global BY_NAME
                BY_NAME = file.stem
            names = pages_for(style, locale, {"single", "located"})
            result = run(binary, oracle, asked, file.stem, style, locale, names, ids)
            results.append(result)
            print(f"{locale} {file.stem}: {result['summary']}", file=sys.stderr, flush=True)
    report(asked.out, results)
    sys.exit(judged(asked, results))


# Levels that are right: the passage has the same form in all styles, and the reference implementation has its oddities.
RIGHT_LIST = ("exact", "odd")
RIGHT_CITE = ("exact", "odd", "passage")


def judged(asked, results):
    """Prints the scores, and returns 1 if one of them is not good enough."""
    of = [result for result in results if result["locale"] == "en-US"]
    rows = [one for result in of for one in result["sets"].get("true", [])]
    entries = share([one for one in rows if one[1] == "list"], RIGHT_LIST)
    cites = share([one for one in rows if one[1] not in ("list", "few")], RIGHT_CITE)
    marks = sum(len(ids) for result in of if "marks" in result for ids in result["marks"][0].values())
    theirs = sum(len(ids) for result in of if "marks" in result for ids in result["marks"][1].values())
    panics = sum(len(result["panics"]) + bool(result["refused"]) for result in results)
    print(f"references: {percent(entries, 1)} of {entries[1]} list entries and {percent(cites, 1)} of {cites[1]} citations are as in "
          f"citeproc-js; {marks} articles share a mark ({theirs} there); {panics} failures. {asked.out / 'report.md'}")
    rate = lambda pair: pair[0] / pair[1] if pair[1] else 0  # noqa: E731
    failed = [
        asked.at_least_list is not None and rate(entries) < asked.at_least_list,
        asked.at_least_cite is not None and rate(cites) < asked.at_least_cite,
        asked.marks is not None and marks > asked.marks,
        asked.panics is not None and panics > asked.panics,
    ]
    return 1 if any(failed) else 0


def run(binary, oracle, asked, name, style, locale, names, ids):
    result = {"style": name, "locale": locale, "sets": {}, "order": {}, "panics": [], "refused": None}
    made = build(binary, style, locale, ids, names)
    panics = {}
    if made.get("failed") and not made["panic"]:
        result["refused"] = made["message"]
        result["summary"] = f"refused: {made['message'][:200]}"
        return result
    if made.get("failed"):
        found, _ = panicking(binary, style, locale, names, groups())
        panics = {id: message for group, message in found for id in group}
        result["panics"] = [{"ids": group, "message": message} for group, message in found]
        made = build(binary, style, locale, [id for id in ids if id not in panics], names)
        if made.get("failed"):
            result["refused"] = made["message"]
            result["summary"] = f"fails without a single culprit: {made['message'][:200]}"
            return result
    true = oracle.run(style, locale, [entry["csl"] for entry in data.ITEMS], names)
    exported = oracle.run(style, locale, made["csl"], names) if asked.full else None
    for key, theirs in (("true", true), ("exported", exported)):
        if theirs is None:
            continue
        if "error" in theirs:
            result["sets"][key] = []
            result["refused"] = f"citeproc-js: {theirs['error'][:300]}"
            continue
        result["sets"][key] = compare(made["pages"], theirs, names, ids, panics)
        result["order"][key] = order_kept(made["pages"], theirs, panics)
    if "error" not in true and 'citation-format="author' in style and 'class="note"' not in style:
        result["marks"] = [shared(side["single"], panics) for side in (made["pages"], true)]
    if exported and "error" not in true and "error" not in exported:
        result["sets"]["mapping"] = compare(exported, true, names, ids, panics)
    rows = result["sets"].get("true", [])
    result["summary"] = f"list {percent(share([r for r in rows if r[1] == 'list']))} exact, cites " \
        f"{percent(share([r for r in rows if r[1] not in ('list', 'few')]))} exact, {len(panics)} articles panic"
    return result


def report(out, results):
    lines = ["# Distance from citeproc-js", ""]
    for title, key, meaning in [
        ("briefing against citeproc-js with hand-made CSL-JSON", "true", "what readers see against what they should see"),
        ("briefing against citeproc-js with briefing's own bibliography.json", "exported", "the engine, and what is given to it"),
        ("citeproc-js: briefing's bibliography.json against hand-made CSL-JSON", "mapping", "the mapping alone"),
    ]:
        if not any(key in result["sets"] for result in results):
            continue
        lines += [f"## {title}", "", f"({meaning})", "",
                  "| locale | style | list exact | + look, fold | + odd | different | in order | list of few | cites exact | + look, fold, odd | + ¶ | different | panic |",
                  "|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|"]
        totals = defaultdict(Counter)
        for result in results:
            rows = result["sets"].get(key)
            if rows is None:
                lines.append(f"| {result['locale']} | {result['style']} | {result['refused'] or 'not run'} |||||||||||")
                continue
            entries = Counter(one[3] for one in rows if one[1] == "list")
            cites = Counter(one[3] for one in rows if one[1] not in ("list", "few"))
            few = Counter(one[3] for one in rows if one[1] == "few")
            totals[result["locale"]].update({f"l-{k}": v for k, v in entries.items()})
            totals[result["locale"]].update({f"c-{k}": v for k, v in cites.items()})
            totals[result["locale"]].update({f"f-{k}": v for k, v in few.items()})
            kept = result["order"].get(key)
            kept = f"{kept[0]}/{kept[1]}" if kept else "–"
            lines.append(table_row(result["locale"], result["style"], entries, cites, kept, few))
        for locale, total in totals.items():
            pick = lambda prefix: Counter({k[2:]: v for k, v in total.items() if k.startswith(prefix)})  # noqa: E731
            lines.append(table_row(locale, "**all**", pick("l-"), pick("c-"), "", pick("f-")))
        lines.append("")
        why, of_items, examples = Counter(), defaultdict(lambda: [0, 0]), {}
        for result in results:
            for where, page, of, reached, ours, theirs, said in result["sets"].get(key, []):
                for one in said:
                    part = page if page in ("list", "few") else "cite"
                    why[(one, part)] += 1
                    size = len(ours or "") + len(theirs or "")
                    best = examples.setdefault((one, part), [])
                    best.append((len(said), size, result["style"], where, ours, theirs))
                if page == "list" and result["locale"] == "en-US":
                    for kind in BY_ID[of[0]]["kinds"]:
                        of_items[kind][1] += 1
                        of_items[kind][0] += reached == "exact"
        lines += ["| kind of difference | where | strings | smallest |", "|---|---|--:|---|"]
        for (one, part), count in sorted(why.items(), key=lambda pair: (-pair[1], pair[0])):
            best = sorted(examples[(one, part)])[:1]
            shown = "; ".join(f"`{style}` {where}: `{ours}` ← `{theirs}`" for _, _, style, where, ours, theirs in best)
            lines.append(f"| {one} | {part} | {count} | {shown.replace('|', '¦')} |")
        lines += ["", "| articles that are awkward by | exact list entries, en-US |", "|---|--:|"]
        for kind, (exact, count) in sorted(of_items.items(), key=lambda pair: pair[1][0] / max(pair[1][1], 1)):
            lines.append(f"| {kind} | {exact}/{count} |")
        lines.append("")
    if any("mapping" in result["sets"] for result in results):
        lines += attribution(results)
    lines += shared_marks(results)
    fell = [(result, one) for result in results for one in result["panics"]]
    lines += [f"## Panics ({len(fell)})", ""]
    for result, one in fell:
        lines.append(f"- {result['locale']} {result['style']}: {', '.join(one['ids'])}: `{one['message'].splitlines()[0][:200] if one['message'] else ''}`")
    out.mkdir(parents=True, exist_ok=True)
    (out / "report.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    with open(out / "differences.tsv", "w", encoding="utf-8") as file:
        file.write("set\tlocale\tstyle\twhere\tarticles\tlevel\tkinds\tours\ttheirs\n")
        for result in results:
            for key, rows in result["sets"].items():
                for where, _, of, reached, ours, theirs, said in rows:
                    if reached != "exact":
                        file.write("\t".join([key, result["locale"], result["style"], where, ",".join(of), reached, ",".join(said),
                                              ours or "", theirs or ""]) + "\n")
    (out / "scores.json").write_text(json.dumps([{
        "locale": result["locale"], "style": result["style"], "refused": result["refused"], "panics": [one["ids"] for one in result["panics"]],
        "order": result["order"],
        "sets": {key: {part: dict(sorted(Counter(one[3] for one in rows if (one[1] if one[1] in ("list", "few") else "cites") == part).items()))
                       for part in ("list", "few", "cites")} for key, rows in result["sets"].items()}} for result in results],
        indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def shared_marks(results):
    """Citations in the text that two articles have in common: the reader cannot tell which is meant."""
    lines = ["## Marks in the text that two articles share", "", "| locale | style | briefing | citeproc-js | such as |", "|---|---|--:|--:|---|"]
    for result in results:
        if "marks" in result:
            ours, theirs = result["marks"]
            shown = "; ".join(f"`{mark}`: {', '.join(of)}" for mark, of in sorted(ours.items())[:3])
            count = lambda marks: sum(map(len, marks.values()))  # noqa: E731
            lines.append(f"| {result['locale']} | {result['style']} | {count(ours)} | {count(theirs)} | {shown} |")
    return lines + [""]


def shared(page, panics):
    of = defaultdict(list)
    for cluster, html in zip(data.PAGES["single"], page["cites"] or []):
        words = strings(html)
        if words and cluster["cites"][0]["id"] not in panics:
            of[words[1]].append(cluster["cites"][0]["id"])
    return {mark: ids for mark, ids in of.items() if len(ids) > 1}


def attribution(results):
    """Where the differences come from: which of the three comparisons differ at the same place."""
    counts, kinds_of = Counter(), defaultdict(Counter)
    for result in results:
        at = {key: {one[0]: one for one in rows} for key, rows in result["sets"].items()}
        for where, page, _, reached, _, _, said in result["sets"].get("true", []):
            if reached in ("exact", "odd"):
                continue
            bad = {key: at[key].get(where, (0, 0, 0, "none"))[3] not in ("exact", "odd", "none") for key in at}
            if reached in ("panic", "passage"):
                source = {"panic": "panic (engine)", "passage": "¶ instead of the style's word (briefing, meant)"}[reached]
            elif bad.get("mapping") and not bad.get("exported"):
                source = "mapping of the record (briefing)"
            else:
                engine = "engine or put together"
                source = f"mapping and {engine}" if bad.get("mapping") else engine
            part = page if page in ("list", "few") else "cites"
            counts[(source, part)] += 1
            for one in said:
                kinds_of[(source, part)][one] += 1
    lines = ["## Where the differences with hand-made CSL-JSON come from", "",
             "| source | where | strings | kinds |", "|---|---|--:|---|"]
    for (source, part), count in sorted(counts.items(), key=lambda pair: (pair[0][1], -pair[1])):
        said = ", ".join(f"{kind} {n}" for kind, n in kinds_of[(source, part)].most_common(7))
        lines.append(f"| {source} | {part} | {count} | {said} |")
    return lines + [""]


def table_row(locale, style, entries, cites, kept, few):
    whole, all_cites = sum(entries.values()), sum(cites.values())
    cell = lambda counter, keys: str(sum(counter[key] for key in keys))  # noqa: E731
    return "| " + " | ".join([
        locale, style, f"{percent((entries['exact'], whole))} ({entries['exact']}/{whole})", cell(entries, ["look", "folded"]), cell(entries, ["odd"]),
        cell(entries, ["different", "missing"]), kept, f"{few['exact'] + few['odd']}/{sum(few.values())}", f"{percent((cites['exact'], all_cites))} ({cites['exact']}/{all_cites})",
        cell(cites, ["look", "folded", "odd"]), cell(cites, ["passage"]), cell(cites, ["different", "missing"]), str(entries["panic"] + cites["panic"])]) + " |"


if __name__ == "__main__":
    main()
