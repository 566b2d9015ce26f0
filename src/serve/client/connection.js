// Receives build events. Browsers limit the connections per server, so all tabs of a browser share one: the tab that
// holds the lock subscribes and broadcasts; when it closes, the next one takes over.

import { token } from "./session.js";

export function listen(onBuild) {
  const name = `briefing-${token}`;
  const channel = new BroadcastChannel(name);
  channel.addEventListener("message", ({ data }) => onBuild(data));
  const broadcast = (build) => {
    channel.postMessage(build);
    onBuild(build);
  };
  // Locks exist in secure contexts only: on loopback, but not on another machine of the network.
  if (navigator.locks) navigator.locks.request(name, () => connect(broadcast));
  else connect(onBuild);
}

// Returns a promise that never settles, which keeps the lock. The browser reconnects by itself. A restarted server has
// a new token and rejects the request; then the page is reloaded.
function connect(onBuild) {
  return new Promise(() => {
    const events = new EventSource(`/_briefing/events?token=${token}`);
    events.addEventListener("build", ({ data }) => onBuild(JSON.parse(data)));
    events.addEventListener("error", () => {
      if (events.readyState === EventSource.CLOSED) reloadWhenBack();
    });
  });
}

function reloadWhenBack() {
  const retry = async () => {
    try {
      await fetch(location.pathname, { method: "HEAD" });
      location.reload();
    } catch {
      setTimeout(retry, 1000);
    }
  };
  setTimeout(retry, 500);
}
