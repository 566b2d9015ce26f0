// Builds a briefing, by default that of the repository, into a temporary folder and serves it on the loopback interface under the path of its
// base URL, like a static host: no rewriting, 404.html for missing files.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join, normalize, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { program } from "./program.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".xml": "application/xml",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

export async function serveBriefing(basePath = "/ai-governance/", root = ROOT) {
  const folder = mkdtempSync(join(tmpdir(), "briefing-browser-"));
  const baseUrl = `https://briefing.example.org${basePath}`;
  execFileSync(program(), ["build", "-o", folder, "-u", baseUrl], { cwd: root, stdio: "pipe" });
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    const file = find(folder, path, basePath);
    response.writeHead(file ? 200 : 404, { "content-type": TYPES[file ? extname(file) : ".html"] ?? "application/octet-stream" });
    response.end(readFileSync(file ?? join(folder, "404.html")));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${server.address().port}`;
  return {
    folder,
    origin,
    url: (path) => origin + basePath + path,
    close() {
      server.close();
      server.closeAllConnections();
      rmSync(folder, { recursive: true });
    },
  };
}

function find(folder, path, basePath) {
  if (!path.startsWith(basePath)) return null;
  let file = normalize(join(folder, path.slice(basePath.length)));
  if (file !== normalize(folder) && !file.startsWith(normalize(folder) + sep) && file !== normalize(folder + sep)) return null;
  try {
    if (statSync(file).isDirectory()) file = join(file, "index.html");
    return statSync(file).isFile() ? file : null;
  } catch {
    return null;
  }
}
