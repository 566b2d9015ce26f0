// What the server said in this page about the session, and requests to it.

const said = () => document.querySelector('script[src="/_briefing/client/main.js"]').dataset;

export const { token } = said();

// The record that the page shows, and the line of its title; nothing on pages that show none.
export function ownBlock() {
  const { record, line } = said();
  return record ? { record, line: Number(line) } : null;
}

const headers = { "X-Briefing-Token": token };

export async function askState() {
  const answer = await fetch(`/_briefing/state?page=${location.pathname}`, { headers });
  if (!answer.ok) throw new Error(`state: ${answer.status}`);
  return answer.json();
}

export async function open(place) {
  const answer = await fetch("/_briefing/open", { method: "POST", headers, body: JSON.stringify(place) });
  return answer.ok ? answer.json() : { opened: false, say: await answer.text() };
}
