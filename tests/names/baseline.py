"""Check the corpus files and score plain word matching against the marks.

Plain word matching: every name of a record (title and names) in the language
of the text and in English, case-sensitive and unchanged, at word boundaries;
as a substring in zh-Hans, ja and th. At one place the longest name wins.
Narrowing options are ignored except `languages`, as is everything else a
real matcher would do. A found name is right if it overlaps a mark of the
same record (one found name for each mark).
"""
import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent
MARK = re.compile(r"⟦([^|⟦⟧]*)\|([^⟦⟧]*)⟧")
UNSPACED = {"zh-Hans", "ja", "th"}
LANGUAGES = ["en", "de", "fr", "es", "it", "pl", "ru", "cs", "tr", "fi", "hu",
             "zh-Hans", "ja", "ko", "th"]


def load():
    with open(ROOT / "records.toml", "rb") as f:
        records = tomllib.load(f)["record"]
    texts = {}
    for path in sorted((ROOT / "passages").glob("*.toml")):
        with open(path, "rb") as f:
            texts[path.stem] = tomllib.load(f)["passage"]
    return records, texts


def names_of(record, lang):
    """Names that count in a text of `lang`: those of `lang` and of English."""
    out = set()
    tables = [record] if record["language"] in (lang, "en") else []
    if lang in record.get("translations", {}):
        tables.append(record["translations"][lang])
    for table in tables:
        if record.get("title_is_name", True):
            out.add(table["title"])
        for name in table.get("names", []):
            if isinstance(name, dict):
                if "languages" in name and lang not in name["languages"]:
                    continue
                name = name["name"]
            out.add(name)
    return out


def parse(text):
    """Text without marks, and the marks as (start, end, record id)."""
    plain, marks, last = "", [], 0
    for m in MARK.finditer(text):
        plain += text[last:m.start()]
        marks.append((len(plain), len(plain) + len(m[2]), m[1]))
        plain += m[2]
        last = m.end()
    return plain + text[last:], marks


def matcher(records, lang):
    owner = {}
    for record in records:
        for name in names_of(record, lang):
            owner.setdefault(name, record["id"])
    alternatives = "|".join(re.escape(n) for n in sorted(owner, key=len, reverse=True))
    pattern = alternatives if lang in UNSPACED else rf"(?<!\w)(?:{alternatives})(?!\w)"
    regex = re.compile(pattern)
    return lambda text: [(m.start(), m.end(), owner[m[0]]) for m in regex.finditer(text)]


def check(records, texts):
    errors = []
    ids = [r["id"] for r in records]
    known = set(ids)
    errors += [f"record id twice: {i}" for i in known if ids.count(i) > 1]
    for r in records:
        if r["kind"] not in ("actor", "initiative", "topic"):
            errors.append(f"{r['id']}: kind {r['kind']}")
    if len(records) < 80:
        errors.append(f"only {len(records)} records")
    seen = set()
    for lang, passages in texts.items():
        if len(passages) < 15:
            errors.append(f"{lang}: only {len(passages)} passages")
        for p in passages:
            if p["id"] in seen:
                errors.append(f"passage id twice: {p['id']}")
            seen.add(p["id"])
            for rid, words in MARK.findall(p["text"]):
                if rid not in known:
                    errors.append(f"{p['id']}: no record {rid}")
                if not words.strip() or words != words.strip():
                    errors.append(f"{p['id']}: empty or padded mark")
            if re.search("[⟦⟧]", MARK.sub("", p["text"])):
                errors.append(f"{p['id']}: stray bracket")
    errors += [f"no file for {lang}" for lang in LANGUAGES if lang not in texts]
    if len(seen) < 460:
        errors.append(f"only {len(seen)} passages")
    return errors


def score(found, marks):
    free = list(marks)
    right = 0
    for s, e, rid in found:
        for m in free:
            if m[2] == rid and s < m[1] and m[0] < e:
                free.remove(m)
                right += 1
                break
    return right


def ratios(right, found, marked):
    p = right / found if found else 1.0
    r = right / marked if marked else 1.0
    return p, r, 2 * p * r / (p + r) if p + r else 0.0


def main():
    records, texts = load()
    errors = check(records, texts)
    for error in errors:
        print("ERROR", error)
    verbose = "-v" in sys.argv[1:]
    totals = [0, 0, 0, 0]
    print(f"{len(records)} records")
    print(f"{'language':10}{'passages':>9}{'marks':>7}{'found':>7}{'right':>7}{'P':>7}{'R':>7}{'F1':>7}")
    for lang, passages in texts.items():
        match = matcher(records, lang)
        row = [len(passages), 0, 0, 0]
        for p in passages:
            text, marks = parse(p["text"])
            found = match(text)
            right = score(found, marks)
            row[1] += len(marks)
            row[2] += len(found)
            row[3] += right
            if verbose and not (right == len(found) == len(marks)):
                print(p["id"], repr(text))
                print("   marked", [(i, text[s:e]) for s, e, i in marks])
                print("   found ", [(i, text[s:e]) for s, e, i in found])
        totals = [a + b for a, b in zip(totals, row)]
        print(f"{lang:10}{row[0]:9}{row[1]:7}{row[2]:7}{row[3]:7}"
              + "".join(f"{x:7.3f}" for x in ratios(row[3], row[2], row[1])))
    print(f"{'all':10}{totals[0]:9}{totals[1]:7}{totals[2]:7}{totals[3]:7}"
          + "".join(f"{x:7.3f}" for x in ratios(totals[3], totals[2], totals[1])))
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
