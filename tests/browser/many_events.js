// Writes a made-up briefing with many events of all kinds of dates into a temporary folder, always the same one.

import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ACTORS = ["northland", "southland", "council", "assembly", "institute", "harbour-group", "lindhaven"];

// Numbers from 0 to 1 that are the same in every run.
function* numbers() {
  let state = 12_345;
  while (true) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    yield state / 2_147_483_648;
  }
}

function dateOf(next, index) {
  const day = next() < 0.7 ? 20_270 + Math.floor(next() * 184) : 18_628 + Math.floor(next() * 1640);
  const iso = (number) => new Date(number * 86_400_000).toISOString().slice(0, 10);
  const forms = [iso(day), iso(day).slice(0, 7), iso(day).slice(0, 4), `../${iso(day)}`, `${iso(day)}/${iso(day + 3)}`, `${iso(day)}~`];
  return forms[index % 3 === 0 ? Math.floor(next() * forms.length) : 0];
}

export function manyEvents(count) {
  const root = mkdtempSync(join(tmpdir(), "briefing-events-"));
  const random = numbers();
  const next = () => random.next().value;
  const write = (path, text) => {
    mkdirSync(join(root, path, ".."), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  write("briefing.toml", 'base_url = "https://example.org/"\ntitle = "Many events"\n');
  write("content/_index.md", '+++\ntitle = "Many events"\nas_of = "2025-12-31"\n+++\n');
  for (const actor of ACTORS) write(`content/actors/${actor}.md`, `+++\ntitle = "${actor}"\ndescription = "An actor."\n+++\n`);
  for (let index = 0; index < count; index += 1) {
    const actor = ACTORS[Math.floor(next() ** 2 * ACTORS.length)];
    const turning = index % 230 === 0 ? `turning_point = true\nlabel = "Accord ${index}"\n` : "";
    const text = `title = "Event ${index} takes place"\ndescription = "An event."\ndate = "${dateOf(next, index)}"\nactors = ["${actor}"]\n${turning}`;
    write(`content/events/event-${index}.md`, `+++\n${text}+++\nWords.\n`);
  }
  return root;
}
