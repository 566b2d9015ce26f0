#!/usr/bin/env python3
"""Builds the same site with briefing and other generators in turn, and prints the ratios of their median times.

    python3 benches/peers/compare.py [RECORDS] [--rounds N] [--only NAME,...] [--keep]

README.md describes the comparison. `BENCH_DIR` sets the parent directory of the sites (default: the system's temporary
directory), `BRIEFING` the program (default: target/release/briefing, then the search path).
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
    """Generator with its site and the measurements of its builds."""

    def __init__(self, generator, folder: Path):
        self.generator, self.folder = generator, folder
        self.seconds, self.cpu, self.peak = [], [], 0

    def build(self) -> None:
        """Runs and measures one cold build: output and caches are removed first."""
        for path in self.generator.artifacts:
            shutil.rmtree(self.folder / path, ignore_errors=True)
        command = self.generator.command(self.folder)
        with (self.folder / "log").open("wb") as out:
            start = time.perf_counter()
            child = os.fork()
            if child == 0:
                os.chdir(self.folder)
                os.dup2(out.fileno(), 1)
                os.dup2(out.fileno(), 2)
                os.execvp(command[0], command)
            _, status, usage = os.wait4(child, 0)
            seconds = time.perf_counter() - start
        if status:
            log = (self.folder / "log").read_text(errors="replace")[-800:]
            sys.exit(f"{self.generator.name} failed:\n{log}")
        self.seconds.append(seconds)
        self.cpu.append(usage.ru_utime + usage.ru_stime)
        self.peak = max(self.peak, usage.ru_maxrss / 1024)

    def median(self) -> float:
        return statistics.median(self.seconds)

    def row(self, base: "Site") -> str:
        pages = list((self.folder / self.generator.artifacts[0]).rglob("*.html"))
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
    parser.add_argument("--only", help="names of generators, separated by commas")
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
    write_inputs(args.records, sites)
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
            median = site.median()
            others = [other for other in (plain, default) if other]
            ratios = " and ".join(f"{median / other.median():.2f} times {other.generator.name}" for other in others)
            print(f"{site.generator.name} takes {ratios}")
    compare_pages(records(args.records), plain, sites)


def write_inputs(count: int, sites: list[Site]) -> None:
    """Writes the inputs in a separate process: a child starts with its parent's memory, which would count as its peak."""

    def write():
        site_records = records(count)
        for site in sites:
            site.generator.write_inputs(site_records, site.folder)

    process = multiprocessing.get_context("fork").Process(target=write)
    process.start()
    process.join()
    if process.exitcode:
        sys.exit("the inputs were not written")


def compare_pages(site_records, plain: Site, sites: list[Site]) -> None:
    """Prints whether the peers' pages have the same descriptions, words and links as the plain theme's."""
    expected = read(plain.folder / plain.generator.artifacts[0], site_records)
    for site in sites:
        if isinstance(site.generator, Briefing):
            continue
        differing = differences(expected, read(site.folder / site.generator.artifacts[0], site_records))
        if differing:
            print(f"{site.generator.name}: {len(differing)} pages differ; {differing[0]}")
        else:
            print(f"{site.generator.name}: every page has the description, words and links of the plain theme's")


if __name__ == "__main__":
    main()
