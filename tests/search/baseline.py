#!/usr/bin/env python3
"""Plain word matching on the questions of this folder, as the least that a site search has to beat.

    baseline.py CONTENT_PUBLIC FIXTURE_PUBLIC

Both arguments are built sites (folders with a briefing.json). Prints each question that fails, and how many pass.
Python 3.11, standard library only.
"""
import html
import json
import re
import sys
import tomllib
from pathlib import Path

FOLDERS = {"article": "articles", "event": "events", "initiative": "initiatives", "actor": "actors", "topic": "topics",
           "page": "pages"}
GROUPS = ("english", "chinese", "names", "mistakes")
MAIN = re.compile(r"<main\b.*?</main>", re.S)
HIDDEN = re.compile(r"<(script|style)\b.*?</\1>", re.S)
TAG = re.compile(r"<[^>]*>")
SPACE = re.compile(r"\s+")
WORD = re.compile(r"\w+")
CHINESE = re.compile(r"[\u3400-\u9fff]")


def pages(public):
    """The lower-case text of each record's page, by folder/id."""
    site = json.loads((public / "briefing.json").read_text(encoding="utf-8"))
    found = {}
    for record in site["records"]:
        file = public / record["url"].removeprefix(site["url"]).strip("/") / "index.html"
        main = MAIN.search(file.read_text(encoding="utf-8"))
        if main is None:
            sys.exit(f"{file} has no <main>")
        text = html.unescape(TAG.sub(" ", HIDDEN.sub(" ", main[0])))
        found[f"{FOLDERS[record['kind']]}/{record['id']}"] = SPACE.sub(" ", text).lower()
    return found


def counts(query, text):
    """How often each part of the query is in the text: whole words, or Chinese strings as typed."""
    parts = []
    for piece in query.lower().split():
        parts += [piece] if CHINESE.search(piece) else WORD.findall(piece)
    words = WORD.findall(text)
    return [text.count(part) if CHINESE.search(part) else words.count(part) for part in parts]


def search(query, texts):
    """Pages with all words come first, by occurrences; then the others, by the number of words that they have."""
    hits = []
    for path, text in texts.items():
        found = counts(query, text)
        present = sum(count > 0 for count in found)
        if present:
            complete = present == len(found)
            hits.append((not complete, -(sum(found) if complete else present), path))
    return [path for *_, path in sorted(hits)]


def check(questions, sites):
    """Errors of the set itself: an expected page that does not exist, a key or a group with a typing mistake."""
    for question in questions:
        if set(question) != {"site", "group", "q", "expect"} or question["group"] not in GROUPS:
            sys.exit(f"unknown or missing key or group: {question}")
        if len(question["expect"]) > 3:
            sys.exit(f"more than three expected pages: {question}")
        for path in question["expect"]:
            if path not in sites[question["site"]]:
                sys.exit(f"{question['q']}: there is no {path}")


def main():
    if len(sys.argv) != 3:
        sys.exit("usage: baseline.py CONTENT_PUBLIC FIXTURE_PUBLIC")
    sites = {"content": pages(Path(sys.argv[1])), "fixture": pages(Path(sys.argv[2]))}
    file = Path(__file__).with_name("questions.toml")
    questions = tomllib.loads(file.read_text(encoding="utf-8"))["question"]
    check(questions, sites)
    passed = dict.fromkeys(GROUPS, 0)
    for question in questions:
        top = search(question["q"], sites[question["site"]])[:3]
        if any(path in question["expect"] for path in top) if question["expect"] else not top:
            passed[question["group"]] += 1
        else:
            print(f"{question['group']}: {question['q']}: {', '.join(top) or 'nothing'},"
                  f" not {', '.join(question['expect']) or 'nothing'}")
    for group in GROUPS:
        print(f"{group}: {passed[group]} of {sum(question['group'] == group for question in questions)}")
    print(f"total: {sum(passed.values())} of {len(questions)}")


if __name__ == "__main__":
    main()
