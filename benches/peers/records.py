"""Logical site for all generators: the same records, words and links.

Per 100 records 4 articles, 22 events, 24 initiatives, 35 actors and 15 topics, the proportions of `content/`. Each has a
title, a description, facts that name other records, and a body of plain Markdown whose sentences link to others, never to
the record itself. Deterministic: the same number of records always gives the same site.
"""

import random
from dataclasses import dataclass

ADDRESS = "https://bench.example"
TITLE = "Bench"

SHARES = {"articles": 4, "events": 22, "initiatives": 24, "actors": 35, "topics": 15}
PARAGRAPHS = {"articles": 3, "events": 1, "initiatives": 3, "actors": 1, "topics": 1}
WORDS = """harbour council grain signal charter meadow tariff bridge voyage ledger survey measure season market canal
granary assembly protocol beacon quarry orchard freight lantern parcel treaty estuary workshop register passage warden
archive compass""".split()


@dataclass
class Record:
    kind: str
    id: str
    title: str
    description: str
    date: str | None
    # References in the front matter: key -> records, as (kind, id).
    facts: dict[str, list[tuple[str, str]]]
    # Paragraphs of sentences of parts: text, or (text, kind, id) for a link.
    body: list[list[list]]

    def markdown(self, address) -> str:
        """Returns the body; `address(kind, id)` gives the target of a link."""

        def part(part):
            return part if isinstance(part, str) else f"[{part[0]}]({address(*part[1:])})"

        def sentence(parts):
            return "".join(map(part, parts))

        return "\n\n".join("\n".join(map(sentence, paragraph)) for paragraph in self.body) + "\n"


def records(count: int) -> list[Record]:
    rng = random.Random(42)
    ids = {kind: [f"{kind[:-1]}-{n}" for n in range(-(-count * share // 100))] for kind, share in SHARES.items()}
    return [random_record(kind, id, ids, rng) for kind in SHARES for id in ids[kind]]


def random_record(kind, id, ids, rng) -> Record:
    def references(kind, count=1):
        return [(kind, id) for id in dict.fromkeys(rng.choices(ids[kind], k=count))]

    facts = {
        "articles": lambda: {"topics": references("topics")},
        "events": lambda: {
            "actors": references("actors", 2),
            "initiatives": references("initiatives"),
            "topics": references("topics"),
        },
        "initiatives": lambda: {"proposer": references("actors"), "actors": references("actors", 2)},
        "actors": lambda: {},
        "topics": lambda: {},
    }[kind]()
    day = f"{rng.randrange(2020, 2026)}-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}"
    date = day if kind in ("articles", "events", "initiatives") else None
    title = f"{rng.choice(WORDS).title()} {rng.choice(WORDS)} {id}"
    description = f"What the {rng.choice(WORDS)} has to do with the {rng.choice(WORDS)}."
    body = [[sentence((kind, id), ids, rng) for _ in range(4)] for _ in range(PARAGRAPHS[kind])]
    return Record(kind, id, title, description, date, facts, body)


def sentence(own, ids, rng) -> list:
    target = own
    while target == own:
        kind = rng.choice(list(SHARES))
        target = (kind, rng.choice(ids[kind]))
    link = (f"the {rng.choice(WORDS)} of that {rng.choice(WORDS)}", *target)
    rest = " ".join(rng.choices(WORDS, k=9))
    return [f"The *{rng.choice(WORDS)}* of the {rng.choice(WORDS)} turns on ", link, f" and on {rest}."]
