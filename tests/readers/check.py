"""Reads the exports of a small briefing with independent readers, and compares them with what its dates say.

Usage: check.py PROGRAM; needs the packages of requirements.txt. The briefing has one event and one article of each accepted
form of a date.
"""

import json
import re
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

import feedparser
import icalendar
import pybtex.database
import rispy

# EDTF, kind of event, shape, calendar days, year of RIS, date of CSL (parts, circa), start of JSON-LD.
FORMS = [
    ("2025-09-01", "", "point", ("2025-09-01", "2025-09-01"), 2025, ([[2025, 9, 1]], False), "2025-09-01"),
    ("2025-09-01T09:00:00+08:00", "", "point", ("2025-09-01", "2025-09-01"), 2025, ([[2025, 9, 1]], False), "2025-09-01"),
    ("[2025-09-02]", "", "point", ("2025-09-02", "2025-09-02"), 2025, ([[2025, 9, 2]], True), "2025-09-02"),
    ("2025-07-26/2025-07-28", "", "lasted", ("2025-07-26", "2025-07-28"), None, ([[2025, 7, 26], [2025, 7, 28]], False), "2025-07-26"),
    ("2025-07-26/2025-07-28", "speech", "within", None, None, ([[2025, 7, 26], [2025, 7, 28]], False), "2025-07"),
    ("2025-07-26/2025-07-26", "speech", "point", ("2025-07-26", "2025-07-26"), 2025, ([[2025, 7, 26]], False), "2025-07-26"),
    ("2025-01/2025-11~", "", "lasted", None, None, ([[2025, 1], [2025, 11]], True), "2025-01"),
    ("2025-01/2025-11~", "proposal", "within", None, None, ([[2025, 1], [2025, 11]], True), "2025"),
    ("2025-09-01~", "", "point", None, 2025, ([[2025, 9, 1]], True), "2025-09-01"),
    ("2025-09-01?", "", "point", None, 2025, ([[2025, 9, 1]], True), "2025-09-01"),
    ("2025-~07", "", "within", None, 2025, ([[2025, 7]], True), "2025-07"),
    ("2025-07", "", "within", None, 2025, ([[2025, 7]], False), "2025-07"),
    ("2025", "", "within", None, 2025, ([[2025]], False), "2025"),
    ("2025-XX", "", "within", None, 2025, ([[2025]], False), "2025"),
    ("2025-12-XX", "", "within", None, 2025, ([[2025, 12]], False), "2025-12"),
    ("2025-21", "", "within", None, 2025, ([[2025]], False), "2025"),
    ("2025-34", "", "within", None, 2025, ([[2025]], False), "2025"),
    ("201X", "", "within", None, None, ([[2010], [2019]], True), None),
    ("19XX", "", "within", None, None, ([[1900], [1999]], True), None),
    ("XXXX", "", "within", None, None, (), None),
    ("[2025-07-26..2025-07-28]", "", "within", None, None, ([[2025, 7, 26], [2025, 7, 28]], True), "2025-07"),
    ("[2024,2025-03]", "", "within", None, None, ([[2024], [2025, 3]], True), None),
    ("{2025-07-26,2025-08-01}", "", "several", None, None, ([[2025, 7, 26], [2025, 8, 1]], True), "2025"),
    ("[..2025-12-08]", "", "by", None, 2025, ([[2025, 12, 8]], True), None),
    ("../2025-12-08", "", "by", None, 2025, ([[2025, 12, 8]], True), None),
    ("2025-09-01/..", "", "since", None, 2025, ([[2025, 9, 1]], True), "2025-09-01"),
    ("[2025-09-01..]", "", "since", None, 2025, ([[2025, 9, 1]], True), None),
    ("-0043", "", "within", None, None, ([[-44]], False), None),
    ("-0043-03-15/-0043-03-16", "", "lasted", None, None, ([[-44, 3, 15], [-44, 3, 16]], False), None),
    ("Y170000002", "", "within", None, None, None, None),
]


def write(root, path, text):
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")


def workspace(root):
    write(
        root,
        "briefing.toml",
        'base_url = "https://example.org/harbour/"\ntitle = "Harbour"\ndescription = "Dates of all forms."\nfeed_limit = 500\n'
        '[edition]\nnumber = 2\ndate = "2026-01-15"\n',
    )
    write(root, "content/initiatives/pact.md", '+++\ntitle = "Pact"\ndescription = "A pact."\n+++\nText.\n')
    for at, (edtf, kind, *_) in enumerate(FORMS):
        kind = f'kind = "{kind}"\n' if kind else ""
        published = 'published = "2026-02-03"\n' if at == 0 else ""
        front = f'title = "Event {at}"\ndescription = "D"\n{kind}date = "{edtf}"\n{published}initiatives = ["pact"]\n'
        write(root, f"content/events/e{at}.md", f"+++\n{front}+++\nText.\n")
        article = f'title = "Article {at}"\ndescription = "D"\ndate = "{edtf}"\nauthors = [{{ name = "Ann Vey" }}]\noutlet = "Courier"\n'
        write(root, f"content/articles/a{at}.md", f"+++\n{article}+++\nText.\n")


failures = []


def expect(what, found, expected):
    if found != expected:
        failures.append(f"{what}: {found!r}, expected {expected!r}")


def check_calendar(public):
    calendar = icalendar.Calendar.from_ical((public / "timeline.ics").read_bytes())
    events = {str(event["uid"]).split("/")[-2]: event for event in calendar.walk("VEVENT")}
    wanted = {f"e{at}": form[3] for at, form in enumerate(FORMS) if form[3]}
    expect("events in the calendar", sorted(events), sorted(wanted))
    for name, (first, last) in wanted.items():
        if event := events.get(name):
            day_after = date.fromisoformat(last) + timedelta(days=1)
            expect(f"{name} in the calendar", (event.start, event.end), (date.fromisoformat(first), day_after))
            expect(f"file of {name}", (public / f"events/{name}/event.ics").exists(), True)
    left_out = f"{len(FORMS) - len(wanted)} of {len(FORMS)} events are left out"
    expect("events left out", str(calendar["x-wr-caldesc"]).startswith(left_out), True)
    of_pact = icalendar.Calendar.from_ical((public / "initiatives/pact/timeline.ics").read_bytes())
    expect("calendar of an initiative", len(of_pact.walk("VEVENT")), len(wanted))


def check_slides(public):
    """TimelineJS: years without 0, months and days only with what precedes them; an end only of what lasted."""
    slides = {slide["unique_id"]: slide for slide in json.loads((public / "timeline.json").read_text())["events"]}
    for at, (edtf, _, shape, days, *_) in enumerate(FORMS):
        slide = slides[f"e{at}"]
        for end in (slide["start_date"], slide.get("end_date", slide["start_date"])):
            expect(f"year of {edtf}", end["year"] != 0 and set(end) <= {"year", "month", "day"}, True)
            expect(f"parts of {edtf}", "day" not in end or "month" in end, True)
        expect(f"end of {edtf} in TimelineJS", "end_date" in slide, shape == "lasted")
        # TimelineJS has words for days before the year 1, calendars have not.
        expect(f"words of {edtf} in TimelineJS", "display_date" in slide, not days and "-03-15" not in edtf)


def check_pages(public):
    for at, (edtf, _, shape, _, _, _, start) in enumerate(FORMS):
        page = (public / f"events/e{at}/index.html").read_text(encoding="utf-8")
        scripts = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
        things = [thing for script in scripts for thing in json.loads(script).get("@graph", [])]
        event = next(thing for thing in things if thing.get("@type") == "Event")
        expect(f"start of {edtf} in JSON-LD", event.get("startDate"), start)
        expect(f"end of {edtf} in JSON-LD", "endDate" in event, shape == "lasted" and start is not None)


def check_data(public):
    records = json.loads((public / "briefing.json").read_text())["records"]
    events = {record["id"]: record for record in records if record["kind"] == "event"}
    for at, (edtf, kind, shape, *_) in enumerate(FORMS):
        event = events[f"e{at}"]
        expect(f"shape of {edtf} {kind}", event["date"]["shape"], shape)
        expect(f"kind of {edtf}", event.get("type", ""), kind)


def check_bibliography(public):
    items = {item["id"]: item for item in json.loads((public / "bibliography.json").read_text())}
    entries = pybtex.database.parse_file(str(public / "bibliography.bib")).entries
    records = {record["id"]: record for record in rispy.loads((public / "bibliography.ris").read_text(encoding="utf-8"))}
    for at, (edtf, _, _, _, year, csl, _) in enumerate(FORMS):
        name = f"a{at}"
        if csl == ():
            expect(f"{edtf} in CSL-JSON", "issued" in items[name], False)
        elif csl:
            issued = items[name]["issued"]
            expect(f"{edtf} in CSL-JSON", (issued.get("date-parts"), bool(issued.get("circa"))), csl)
        expect(f"{edtf} in RIS", records[name].get("year"), str(year) if year else None)
        written = entries[name].fields["year"]
        expect(f"{edtf} in BibTeX", written.isdigit(), year is not None)


def check_feeds(public):
    feed = feedparser.parse(str(public / "atom.xml"))
    expect("Atom is well-formed", bool(feed.bozo), False)
    expect("date of the feed", feed.feed.updated, "2026-01-15T00:00:00Z")
    entries = {entry.link.split("/")[-2]: entry for entry in feed.entries}
    expect("newest entry", feed.entries[0].link.split("/")[-2], "e0")
    expect("date of a new record", entries["e0"].published, "2026-02-03T00:00:00Z")
    expect("dates of the others", {entry.published for name, entry in entries.items() if name != "e0"}, {"2026-01-15T00:00:00Z"})
    of_pact = feedparser.parse(str(public / "initiatives/pact/atom.xml"))
    expect("feed of an initiative", (bool(of_pact.bozo), len(of_pact.entries)), (False, len(FORMS) + 1))
    sitemap = (public / "sitemap.xml").read_text()
    expect("days in the sitemap", set(re.findall(r"<lastmod>(.*?)</lastmod>", sitemap)), {"2026-01-15", "2026-02-03"})


def main():
    program = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        workspace(root)
        built = subprocess.run([program, "build", "--root", root], capture_output=True, text=True)
        if built.returncode:
            sys.exit(f"the briefing is not built:\n{built.stdout}{built.stderr}")
        public = root / "public"
        for check in (check_calendar, check_slides, check_pages, check_data, check_bibliography, check_feeds):
            check(public)
    for failure in failures:
        print(failure)
    if failures:
        sys.exit(f"{len(failures)} differences")
    print(f"{len(FORMS)} forms of dates are read back from all exports as they are known")


main()
