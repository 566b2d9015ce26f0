// Runs `briefing serve` in a temporary workspace that tests can change.

import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { program } from "./program.js";

export const CONFIG = 'base_url = "https://example.org/lindhaven/"\ntitle = "Lindhaven"\n';

export function record(title, text, more = "") {
  return `+++\ntitle = "${title}"\ndescription = "Of ${title}."\n${more}+++\n${text}\n`;
}

const FILES = {
  "briefing.toml": CONFIG,
  "content/topics/ferries.md": record("Ferries", paragraphs("The ferries are full.")),
  "content/topics/tolls.md": record("Tolls", "There are none."),
  "templates/topic.html":
    '{% extends "base.html" %}{% block main %}<h1>{{ page.title }}</h1>' +
    '<p><label>Search <input id="q"></label> <input class="nameless" aria-label="Other"></p>' +
    "<details><summary>More</summary><p>Folded.</p></details>" +
    '<div class="prose">{{ page.body | safe }}</div>{% endblock main %}',
};

// Enough text to scroll.
export function paragraphs(first) {
  return [first, ...Array.from({ length: 60 }, (_, n) => `Paragraph ${n + 1} of the long story.`)].join("\n\n");
}

export async function preview(...options) {
  const folder = mkdtempSync(join(tmpdir(), "briefing-preview-"));
  const path = (name) => join(folder, name);
  const write = (name, text) => {
    mkdirSync(dirname(path(name)), { recursive: true });
    writeFileSync(path(name), text);
  };
  for (const [name, text] of Object.entries(FILES)) write(name, text);
  const log = path("editor.log");
  const editor = path("editor.sh");
  write("editor.sh", `#!/bin/sh\nprintf '%s\\n' "$1" >> '${log}'\n`);
  execFileSync("chmod", ["+x", editor]);
  const env = { ...process.env, BRIEFING_EDITOR: `'${editor}' {file}:{line}` };
  let server;
  const start = async (port) => {
    server = spawn(program(), ["serve", "-r", folder, "-p", String(port), ...options], { env });
    let output = "";
    return new Promise((resolve, reject) => {
      server.once("exit", (code) => reject(new Error(`it exited with ${code}: ${output}`)));
      // Drain both pipes: a full pipe would block the server.
      server.stderr.on("data", (data) => (output += data));
      server.stdout.on("data", (data) => {
        output += data;
        const url = /Serving (\S+)/.exec(output)?.[1];
        if (url) resolve(url);
      });
    });
  };
  const stop = async () => {
    server.removeAllListeners("exit");
    if (server.exitCode !== null || server.signalCode !== null) return;
    const exited = new Promise((resolve) => server.once("exit", resolve));
    server.kill("SIGINT");
    await exited;
  };
  const url = await start(0);
  return {
    url: (page = "") => url + page,
    path,
    write,
    read: (name) => readFileSync(path(name), "utf8"),
    replace: (name, from, to) => write(name, readFileSync(path(name), "utf8").replace(from, to)),
    move: (from, to) => renameSync(path(from), path(to)),
    remove: (name) => rmSync(path(name), { recursive: true }),
    opened: () => {
      try {
        return readFileSync(log, "utf8").split("\n").filter(Boolean);
      } catch {
        return [];
      }
    },
    restart: async () => {
      await stop();
      await start(new URL(url).port);
    },
    close: async () => {
      await stop();
      rmSync(folder, { recursive: true });
    },
  };
}
