import { notice } from "./dom.js";

// What Slack would tell the person is told to the person; nothing fails silently.
export async function post(path, body) {
  try {
    const response = await fetch("page/" + path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    const answer = response.status === 204 ? {} : await response.json().catch(() => ({}));
    if (response.ok) return answer;
    notice(answer.problem ?? `That did not work (HTTP ${response.status}).`);
  } catch {
    notice("The sandbox does not answer. Is it still running?");
  }
  return undefined;
}

export function follow(person, onState, onLive) {
  const events = new EventSource("page/events?as=" + encodeURIComponent(person));
  events.addEventListener("state", event => { onLive(true); onState(JSON.parse(event.data)); });
  events.addEventListener("error", () => onLive(false));
  return () => events.close();
}
