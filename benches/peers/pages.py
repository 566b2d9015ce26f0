"""Reads what was built, to show that the generators made the same pages: title, description, words and links of each."""

from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from records import ADDRESS, SHARES, Record


class Page(HTMLParser):
    """A page: its description, its links as absolute paths, and its words as a sorted list, since lists may be in another order."""

    def __init__(self, path: str, html: str):
        super().__init__(convert_charrefs=True)
        self.path, self.description, self.links, self.words = path, "", [], []
        self.feed(html)
        self.seen = (self.description, sorted(self.links), sorted(" ".join(self.words).split()))

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "a" and "href" in attributes:
            self.links.append(urlsplit(urljoin(f"{ADDRESS}/{self.path}", attributes["href"])).path)
        if tag == "meta" and attributes.get("name") == "description":
            self.description = attributes.get("content", "")

    def handle_data(self, data):
        self.words.append(data)


def read(folder: Path, records: list[Record]) -> dict[str, tuple]:
    """The pages that all are asked for, by path."""
    paths = [f"{record.kind}/{record.id}/" for record in records]
    paths += ["", "timeline/"] + [f"{kind}/" for kind in SHARES if kind != "events"]
    for file in ("sitemap.xml", "robots.txt", "404.html"):
        if not (folder / file).is_file():
            raise SystemExit(f"{folder} has no {file}")
    return {path: page(folder, path) for path in paths}


def page(folder: Path, path: str) -> tuple | None:
    file = folder / path / "index.html"
    return Page(path, file.read_text(encoding="utf-8")).seen if file.is_file() else None


def differences(expected: dict, found: dict) -> list[str]:
    """What is not as expected, with the first thing that differs."""
    told = []
    for path, page in expected.items():
        if found[path] != page:
            told.append(f"/{path} differs: {first(page, found[path])}")
    return told


def first(expected, found) -> str:
    if expected is None or found is None:
        return "it is missing"
    for name, one, other in zip(("description", "links", "words"), expected, found):
        if one != other:
            return f"{name}: {surplus(one, other)} against {surplus(other, one)}"
    return "nothing"


def surplus(one, other) -> str | list[str]:
    """What `one` has more often than `other`; a description as it is."""
    return one if isinstance(one, str) else list((Counter(one) - Counter(other)).elements())[:5]
