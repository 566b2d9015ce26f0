// Preview script of a page: keeps the page up to date, shows diagnostics and texts, and opens sources. Runs before the page's own
// scripts, so that served content can be distinguished from changes by scripts and readers.

import { listen } from "./connection.js";
import { snapshotPage } from "./morph.js";
import { watchForSource, scrollToSavedTarget, follow } from "./source.js";
import { showState } from "./panel.js";
import { fetchState } from "./session.js";
import { showText } from "./text.js";
import { updatePage } from "./update.js";

snapshotPage();
watchForSource();
scrollToSavedTarget();

// Serializes updates: events during an update are coalesced into one.
let isUpdating = false;
let pending = null;

async function onBuild(build) {
  pending = { ...build, navigate: build.navigate ?? pending?.navigate };
  if (isUpdating) return;
  isUpdating = true;
  while (pending) {
    const { navigate } = pending;
    pending = null;
    try {
      // The page first: diagnostics can wait, and would only delay the response with the page.
      let request = null;
      const state = () => (request ??= fetchState());
      await updatePage(state);
      if (navigate) follow(navigate);
      showState(await state());
      await showText(await state());
    } catch (error) {
      // The server went away in between; the connection reports when it is back.
      console.debug("briefing:", error);
    }
  }
  isUpdating = false;
}

listen(onBuild);
onBuild({});
addEventListener("pageshow", (event) => event.persisted && onBuild({}));
