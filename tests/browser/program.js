// Returns the path of the program under test: BRIEFING_PROGRAM, or one that cargo builds once with the default features.

import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

let path = process.env.BRIEFING_PROGRAM;

export function program() {
  if (!path) {
    execFileSync("cargo", ["build", "--quiet"], { cwd: ROOT, stdio: "pipe" });
    path = join(process.env.CARGO_TARGET_DIR ?? join(ROOT, "target"), "debug", "briefing");
  }
  return path;
}
