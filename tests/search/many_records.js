// Writes a briefing of many records in invented words, for measures of the search. The same every time.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const SYLLABLES = "ba be bi bo da de di du fa fe fo ga go ha hi ka ko ku la le lo ma me mi na ne no pa pe ra re ri ro sa se ta te ti to va vi wo za".split(" ");
const KNOWN = "harbour bridge ferry company council north south report governance ministry toll tolls treaty plan agreement island mayor school company signed opened declared budget water power cable".split(" ");
const SMALL = "the of and to in a that for on with is was by as at from it its not which".split(" ");

// A small generator of numbers: the same in every run.
function numbers(seed) {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 4294967296) * limit);
  };
}

export function manyRecords(root, count) {
  const next = numbers(7);
  const rare = Array.from({ length: 12_000 }, () => Array.from({ length: 2 + next(3) }, () => SYLLABLES[next(SYLLABLES.length)]).join(""));
  // Few words are frequent, most are rare.
  const word = () => {
    const kind = next(10);
    if (kind < 4) return SMALL[next(SMALL.length)];
    if (kind < 6) return KNOWN[next(KNOWN.length)];
    return rare[Math.floor(rare.length * (next(1000) / 1000) ** 3)];
  };
  const words = (n) => Array.from({ length: n }, word).join(" ");
  const sentence = (n) => { const text = words(n); return `${text[0].toUpperCase()}${text.slice(1)}.`; };
  const body = () => Array.from({ length: 3 }, (_, part) => `## ${words(3)} ${part}\n\n${Array.from({ length: 5 }, () => sentence(16)).join(" ")}`).join("\n\n");
  const write = (folder, id, head) => {
    mkdirSync(join(root, "content", folder), { recursive: true });
    const title = `${words(4)} ${id}`;
    writeFileSync(join(root, "content", folder, `${id}.md`), `+++\ntitle = "${title}"\ndescription = "${sentence(14)}"\n${head}+++\n\n${body()}\n`);
  };
  mkdirSync(root, { recursive: true });
  writeFileSync(join(root, "briefing.toml"), 'base_url = "https://example.org/"\ntitle = "Many records"\n');
  const day = () => `20${30 + next(5)}-${String(1 + next(12)).padStart(2, "0")}-${String(1 + next(28)).padStart(2, "0")}`;
  for (let n = 0; n < count; n += 1) {
    const [folder, head] = [["events", `date = ${day()}\n`], ["initiatives", 'kind = "plan"\n'], ["actors", 'kind = "organization"\n'], ["topics", ""]][n % 4];
    write(folder, `r${n}`, head);
  }
  return root;
}
