// Session data embedded in the page, and requests to the server.

const scriptData = () => document.querySelector('script[src="/_briefing/client/main.js"]').dataset;

export const { token } = scriptData();

// Returns the record that the page shows and the line of its title; null on pages without a record.
export function pageBlock() {
  const { record, line } = scriptData();
  return record ? { record, line: Number(line) } : null;
}

const headers = { "X-Briefing-Token": token };

export async function fetchState() {
  const response = await fetch(`/_briefing/state?page=${location.pathname}`, { headers });
  if (!response.ok) throw new Error(`state: ${response.status}`);
  return response.json();
}

// Returns the numbered text of the article that the page shows; null if there is none.
export async function fetchText() {
  const response = await fetch(`/_briefing/text?page=${location.pathname}`, { headers });
  return response.ok ? response.json() : null;
}

export async function open(target) {
  const response = await fetch("/_briefing/open", { method: "POST", headers, body: JSON.stringify(target) });
  return response.ok ? response.json() : { opened: false, say: await response.text() };
}
