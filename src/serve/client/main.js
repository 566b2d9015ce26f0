// The preview in a page: keeps it up to date, says what is wrong with it, and leads from it to its source. This runs
// before the page's own scripts do, so that what the server gave can be told from what scripts and the reader made of it.

import { listen } from "./connection.js";
import { rememberPage } from "./morph.js";
import { watchForSource, goToSavedBlock, follow } from "./source.js";
import { showState } from "./panel.js";
import { askState } from "./session.js";
import { bringUpToDate } from "./update.js";

rememberPage();
watchForSource();
goToSavedBlock();

// One after the other: what arrives meanwhile is worked on once, afterwards.
let working = false;
let waiting = null;

async function hear(build) {
  waiting = { ...build, navigate: build.navigate ?? waiting?.navigate };
  if (working) return;
  working = true;
  while (waiting) {
    const { navigate } = waiting;
    waiting = null;
    try {
      // The page first: what was found can wait for the words, and would only keep the server from giving them.
      let asked = null;
      const state = () => (asked ??= askState());
      await bringUpToDate(state);
      if (navigate) follow(navigate);
      showState(await state());
    } catch (error) {
      // The server went away in between; the connection says when it is back.
      console.debug("briefing:", error);
    }
  }
  working = false;
}

listen(hear);
hear({});
addEventListener("pageshow", (event) => event.persisted && hear({}));
