"""Compares the built pages of all generators: description, words and links of each page."""

from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from records import ADDRESS, SHARES, Record


class Page(HTMLParser):
    """Page with description, links as absolute paths, and words; both lists are sorted, as records may be in any order."""

    def __init__(self, path: str, html: str):
        super().__init__(convert_charrefs=True)
        self.path, self.description, self.links, self.words = path, "", [], []
        self.feed(html)
        self.content = (self.description, sorted(self.links), sorted(" ".join(self.words).split()))

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "a" and "href" in attributes:
            self.links.append(urlsplit(urljoin(f"{ADDRESS}/{self.path}", attributes["href"])).path)
        if tag == "meta" and attributes.get("name") == "description":
            self.description = attributes.get("content", "")

    def handle_data(self, data):
        self.words.append(data)


def read(folder: Path, records: list[Record]) -> dict[str, tuple]:
    """Returns the pages that every generator builds, by path."""
    paths = [f"{record.kind}/{record.id}/" for record in records]
    paths += ["", "timeline/"] + [f"{kind}/" for kind in SHARES if kind != "events"]
    for file in ("sitemap.xml", "robots.txt", "404.html"):
        if not (folder / file).is_file():
            raise SystemExit(f"{folder} has no {file}")
    return {path: page(folder, path) for path in paths}


def page(folder: Path, path: str) -> tuple | None:
    file = folder / path / "index.html"
    return Page(path, file.read_text(encoding="utf-8")).content if file.is_file() else None


def differences(expected: dict, actual: dict) -> list[str]:
    """Returns one message for each page that differs, with its first difference."""
    messages = []
    for path, page in expected.items():
        if actual[path] != page:
            messages.append(f"/{path} differs: {first_difference(page, actual[path])}")
    return messages


def first_difference(expected, actual) -> str:
    if expected is None or actual is None:
        return "it is missing"
    for name, left, right in zip(("description", "links", "words"), expected, actual):
        if left != right:
            return f"{name}: {surplus(left, right)} against {surplus(right, left)}"
    return "nothing"


def surplus(left, right) -> str | list[str]:
    """Returns up to five items that `left` has more often than `right`; a description is returned unchanged."""
    return left if isinstance(left, str) else list((Counter(left) - Counter(right)).elements())[:5]
