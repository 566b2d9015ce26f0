// Loads the site search of a built site without a browser: the scripts of the theme, and the parts of the index as files.

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { runInContext, createContext } from "node:vm";
import { gzipSync } from "node:zlib";

// Opens the search of a language, whose page is in `folder`. `loaded` has the gzipped size of each file that was loaded.
export function openSearch(site, folder = "search") {
  const loaded = new Map();
  const parts = new Map();
  const read = (file) => {
    const text = readFileSync(join(site, file), "utf8");
    loaded.set(file, gzipSync(text, { level: 9 }).length);
    return text;
  };
  const search = {
    add: (name, version, value) => parts.set(name, value),
    load: async (name) => {
      if (!parts.has(name)) runInContext(read(`${folder}/${name}.js`), context);
      return parts.get(name);
    },
  };
  const context = createContext({ briefingSearch: search, Intl, console });
  context.globalThis = context;
  const scripts = readdirSync(site).filter((file) => /^search(-\w+)?\.[0-9a-f]{16}\.js$/.test(file));
  const names = ["search-words", "search-index"];
  for (const name of names) runInContext(read(scripts.find((file) => file.startsWith(`${name}.`))), context);
  // The other scripts of the search need a page.
  for (const file of scripts.filter((file) => !loaded.has(file))) read(file);
  return Object.assign(search, { loaded });
}
