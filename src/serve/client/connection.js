// Hears of builds. Browsers allow few connections to a server, so the pages of a browser share one: the page that holds
// the lock listens for all, and when it is closed the next one does.

import { token } from "./session.js";

export function listen(hear) {
  const name = `briefing-${token}`;
  const others = new BroadcastChannel(name);
  others.addEventListener("message", ({ data }) => hear(data));
  const tellAll = (build) => {
    others.postMessage(build);
    hear(build);
  };
  // Locks are for secure places alone, which this machine is and a network is not.
  if (navigator.locks) navigator.locks.request(name, () => connect(tellAll));
  else connect(hear);
}

// Never comes to an end; the browser connects again by itself. A server that was started anew refuses: it knows other
// tokens, and the page is to be loaded again.
function connect(hear) {
  return new Promise(() => {
    const events = new EventSource(`/_briefing/events?token=${token}`);
    events.addEventListener("build", ({ data }) => hear(JSON.parse(data)));
    events.addEventListener("error", () => {
      if (events.readyState === EventSource.CLOSED) loadAgainWhenBack();
    });
  });
}

function loadAgainWhenBack() {
  const again = async () => {
    try {
      await fetch(location.pathname, { method: "HEAD" });
      location.reload();
    } catch {
      setTimeout(again, 1000);
    }
  };
  setTimeout(again, 500);
}
