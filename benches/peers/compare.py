#!/usr/bin/env python3
"""Builds the same site with briefing and with its peers, in turn, and prints the ratios of the medians.

    python3 benches/peers/compare.py [RECORDS] [--rounds N] [--only NAME,...] [--keep]

README.md beside this file says what is compared. `BENCH_DIR` chooses where the sites lie (default: the folder for temporary
files), `BRIEFING` the program (default: target/release/briefing, then the path).
"""

import argparse
import datetime
import multiprocessing
import os
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

import generators
from generators import Briefing, PlainBriefing
from pages import differences, read
from records import records


class Site:
    """A generator with its site and what its builds took."""

    def __init__(self, generator, folder: Path):
        self.generator, self.folder = generator, folder
        self.seconds, self.cpu, self.peak = [], [], 0

    def build(self) -> None:
        """One cold build: neither output nor caches are there."""
        for left in self.generator.leaves:
            shutil.rmtree(self.folder / left, ignore_errors=True)
        command = self.generator.command(self.folder)
        with (self.folder / "said").open("wb") as out:
            begin = time.perf_counter()
            child = os.fork()
            if child == 0:
                os.chdir(self.folder)
                os.dup2(out.fileno(), 1)
                os.dup2(out.fileno(), 2)
                os.execvp(command[0], command)
            _, status, used = os.wait4(child, 0)
            seconds = time.perf_counter() - begin
        if status:
            words = (self.folder / "said").read_text(errors="replace")[-800:]
            sys.exit(f"{self.generator.name} failed:\n{words}")
        self.seconds.append(seconds)
        self.cpu.append(used.ru_utime + used.ru_stime)
        self.peak = max(self.peak, used.ru_maxrss / 1024)

    def median(self) -> float:
        return statistics.median(self.seconds)

    def row(self, base: "Site") -> str:
        pages = list((self.folder / self.generator.leaves[0]).rglob("*.html"))
        size = sum(page.stat().st_size for page in pages) / len(pages) / 1024
        median = self.median()
        ratio = median / base.median()
        return (
            f"{self.generator.name:<22} {median:>8.2f} {min(self.seconds):>8.2f} {max(self.seconds):>8.2f} "
            f"{statistics.median(self.cpu):>8.2f} {self.peak:>8.0f} {len(pages):>7} {size:>8.1f} {ratio:>8.2f}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("records", nargs="?", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", help="names of generators, with commas")
    parser.add_argument("--keep", action="store_true", help="keep the sites")
    args = parser.parse_args()
    base = Path(os.environ.get("BENCH_DIR") or tempfile.gettempdir())
    folder = Path(tempfile.mkdtemp(prefix="briefing-peers-", dir=base))
    try:
        compare(args, folder)
    finally:
        if args.keep:
            print(f"kept: {folder}")
        else:
            shutil.rmtree(folder)


def compare(args, folder: Path) -> None:
    tools = Path(tempfile.gettempdir()) / "briefing-peers-tools"
    sites, versions = [], []
    for kind in generators.ALL:
        if args.only and kind.name.split(",")[0] not in args.only.split(","):
            continue
        try:
            generator = kind(tools)
            versions.append(generator.version())
        except generators.Missing as missing:
            print(f"left out: {kind.name}: {missing}")
            continue
        sites.append(Site(generator, folder / kind.__name__))
    lay_out(args.records, sites)
    print(f"{args.records} records, {args.rounds} rounds in turn, {os.cpu_count()} processors, {datetime.date.today()}")
    print(f"versions: {', '.join(dict.fromkeys(versions))}\n")
    for _ in range(args.rounds):
        for site in sites:
            site.build()
    plain = next((site for site in sites if isinstance(site.generator, PlainBriefing)), sites[0])
    print("seconds of a cold build, processor seconds (medians), peak MB, pages, KB a page; ratio to the plain theme")
    print(f"{'':<22} {'median':>8} {'least':>8} {'most':>8} {'cpu':>8} {'peak':>8} {'pages':>7} {'KB':>8} {'ratio':>8}")
    for site in sites:
        print(site.row(plain))
    default = next((site for site in sites if type(site.generator) is Briefing), None)
    print()
    for site in sites:
        if not isinstance(site.generator, Briefing):
            took = site.median()
            against = " and ".join(f"{took / own.median():.2f} times {own.generator.name}" for own in (plain, default) if own)
            print(f"{site.generator.name} takes {against}")
    same(records(args.records), plain, sites)


def lay_out(count: int, sites: list[Site]) -> None:
    """Writes the inputs, in a process of its own: the memory that this one uses would count as that of what it starts."""

    def write():
        given = records(count)
        for site in sites:
            site.generator.lay_out(given, site.folder)

    process = multiprocessing.get_context("fork").Process(target=write)
    process.start()
    process.join()
    if process.exitcode:
        sys.exit("the inputs were not written")


def same(given, plain: Site, sites: list[Site]) -> None:
    """Says whether the peers' pages have the descriptions, words and links of the plain theme's."""
    expected = read(plain.folder / plain.generator.leaves[0], given)
    for site in sites:
        if isinstance(site.generator, Briefing):
            continue
        found = differences(expected, read(site.folder / site.generator.leaves[0], given))
        if found:
            print(f"{site.generator.name}: {len(found)} pages differ; {found[0]}")
        else:
            print(f"{site.generator.name}: every page has the description, words and links of the plain theme's")


if __name__ == "__main__":
    main()
