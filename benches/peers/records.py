"""The logical site that every generator is given: the same records, the same words, the same links.

Per 100 records 4 articles, 22 events, 24 initiatives, 35 actors and 15 topics, the proportions of `content/`. Each has a
title, a description, facts that name other records, and a body of plain Markdown whose sentences link to others, never to
the record itself. The same number always gives the same site.
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
    # What it names in its front matter: key -> records, as (kind, id).
    facts: dict[str, list[tuple[str, str]]]
    # Paragraphs of sentences of pieces: words, or (words, kind, id) for a link.
    body: list[list[list]]

    def markdown(self, address) -> str:
        """The body, with `address(kind, id)` for what it links to."""

        def piece(piece):
            return piece if isinstance(piece, str) else f"[{piece[0]}]({address(*piece[1:])})"

        def sentence(pieces):
            return "".join(map(piece, pieces))

        return "\n\n".join("\n".join(map(sentence, paragraph)) for paragraph in self.body) + "\n"


def records(count: int) -> list[Record]:
    dice = random.Random(42)
    ids = {kind: [f"{kind[:-1]}-{n}" for n in range(-(-count * share // 100))] for kind, share in SHARES.items()}
    return [make(kind, id, ids, dice) for kind in SHARES for id in ids[kind]]


def make(kind, id, ids, dice) -> Record:
    def named(kind, count=1):
        return [(kind, id) for id in dict.fromkeys(dice.choices(ids[kind], k=count))]

    facts = {
        "articles": lambda: {"topics": named("topics")},
        "events": lambda: {"actors": named("actors", 2), "initiatives": named("initiatives"), "topics": named("topics")},
        "initiatives": lambda: {"proposer": named("actors"), "actors": named("actors", 2)},
        "actors": lambda: {},
        "topics": lambda: {},
    }[kind]()
    day = f"{dice.randrange(2020, 2026)}-{dice.randrange(1, 13):02}-{dice.randrange(1, 29):02}"
    date = day if kind in ("articles", "events", "initiatives") else None
    title = f"{dice.choice(WORDS).title()} {dice.choice(WORDS)} {id}"
    description = f"What the {dice.choice(WORDS)} has to do with the {dice.choice(WORDS)}."
    body = [[sentence((kind, id), ids, dice) for _ in range(4)] for _ in range(PARAGRAPHS[kind])]
    return Record(kind, id, title, description, date, facts, body)


def sentence(own, ids, dice) -> list:
    to = own
    while to == own:
        kind = dice.choice(list(SHARES))
        to = (kind, dice.choice(ids[kind]))
    link = (f"the {dice.choice(WORDS)} of that {dice.choice(WORDS)}", *to)
    rest = " ".join(dice.choices(WORDS, k=9))
    return [f"The *{dice.choice(WORDS)}* of the {dice.choice(WORDS)} turns on ", link, f" and on {rest}."]
