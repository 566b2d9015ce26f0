#!/usr/bin/env python3
"""Builds the awkward articles of `items.py` in many styles, and fails when a style fails on one of them. See README.md.

All built-in styles are built by their name. Of a folder of CSL files, a random sample is built as files of the briefing. A style
fails when the program panics, when it reports an article that the style cannot print, or when a page is missing. Files that are
refused with a message are counted only.
"""

import argparse
import os
import random
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import compare
import items as data


def build(binary, style, name):
    """Builds the articles in a style, by `name` if it is built in: `ok`, `refused` or `failed`, and why."""
    pages = compare.pages_for(style, "en-US", set())
    with tempfile.TemporaryDirectory() as folder:
        root, out = Path(folder, "site"), Path(folder, "public")
        compare.write_site(root, style, "en-US", data.IDS, pages)
        if name:
            config = root / "briefing.toml"
            config.write_text(config.read_text(encoding="utf-8").replace("templates/style.csl", name), encoding="utf-8")
        try:
            ran = subprocess.run([binary, "build", "-r", root, "-o", out, "--no-cache", "--format", "short"],
                                 capture_output=True, text=True, timeout=600,
                                 env={**os.environ, "SOURCE_DATE_EPOCH": "1764000000", "RUST_BACKTRACE": "0"})
        except subprocess.TimeoutExpired:
            return "failed", ["it takes more than 10 minutes"]
        words = (ran.stderr + ran.stdout).splitlines()
        bad = [line for line in words if re.search(r"panicked|unprintable-reference|internal error", line)]
        if bad or ran.returncode not in (0, 1):
            return "failed", bad or words[-3:]
        if ran.returncode == 1:
            errors = [line for line in words if "error[" in line]
            refused = errors and all("[invalid-citation-style]" in line for line in errors)
            return ("refused" if refused else "failed"), errors or words[-3:]
        missing = [page for page in pages if not (out / page / "index.html").exists()]
        missing += [id for id in data.IDS if not (out / "articles" / id / "index.html").exists()]
        return ("failed", [f"no page of {', '.join(missing)}"]) if missing else ("ok", [])


def chosen(folder, sample, seed):
    """A random sample of the styles that do not depend on another one."""
    files = sorted(file for file in folder.rglob("*.csl") if 'rel="independent-parent"' not in file.read_text(encoding="utf-8"))
    if len(files) < sample:
        sys.exit(f"only {len(files)} styles in {folder}")
    return sorted(random.Random(seed).sample(files, sample))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("--built-in", type=Path, required=True, help="the built-in styles as CSL files")
    parser.add_argument("--styles", type=Path, help="a folder with many CSL files, at any depth")
    parser.add_argument("--sample", type=int, default=300, help="the number of them that are built")
    parser.add_argument("--seed", type=int, default=1, help="of the sample")
    parser.add_argument("--verbose", action="store_true", help="list the files that are refused, too")
    asked = parser.parse_args()
    binary = str(Path(asked.binary).resolve())
    jobs = [(file, file.stem) for file in sorted(asked.built_in.glob("*.csl"))]
    jobs += [(file, None) for file in (chosen(asked.styles, asked.sample, asked.seed) if asked.styles else [])]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(lambda job: build(binary, job[0].read_text(encoding="utf-8"), job[1]), jobs))
    counts = {outcome: sum(1 for one, _ in results if one == outcome) for outcome in ("ok", "refused", "failed")}
    for (file, _), (outcome, lines) in zip(jobs, results):
        if outcome == "failed" or asked.verbose and outcome == "refused":
            print(f"{outcome} {file.stem}:", *(f"  {line[:300]}" for line in lines[:5]), sep="\n")
    built_in = sum(1 for _, name in jobs if name)
    print(f"panics: {built_in} built-in styles and {len(jobs) - built_in} others (seed {asked.seed}) on {len(data.IDS)} articles: "
          f"{counts['ok']} print all, {counts['refused']} are refused with a message, {counts['failed']} fail")
    sys.exit(1 if counts["failed"] else 0)


if __name__ == "__main__":
    main()
