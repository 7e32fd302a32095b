import { h, draw, avatar } from "./dom.js";
import { post } from "./api.js";

export function roles(host, state) {
  draw(host, [state.roles], () => state.roles.map(role => h("section", { class: "role", "data-testid": "role-" + role.id },
    h("div", { class: "row" }, h("h3", {}, role.name), h("span", { class: "quiet" }, role.id)),
    h("ul", { "aria-label": "Members of " + role.name, "data-testid": `role-${role.id}-members` },
      role.holders.length ? role.holders.map(holder => member(role, holder)) : h("li", { class: "quiet nobody" }, "nobody")))));
}

function member(role, holder) {
  const granted = holder.source === "Api";
  const id = `${role.id}-${holder.id}`;
  return h("li", { class: granted ? "granted" : "", "data-testid": "member-" + id },
    avatar(holder.name),
    h("span", { class: "name" }, holder.name, holder.privilege === "Admin" && h("span", { class: "quiet" }, " admin")),
    granted
      ? h("span", { class: "tag grant" }, "by AccessBot")
      : h("span", { class: "tag" }, holder.source === "Mapping" ? "mapping" : "standing"),
    granted && h("span", { class: "left", "data-testid": "left-" + id, "data-since": holder.since, "data-until": holder.until ?? "" }));
}

const PATIENCE = 5;

function clock(seconds) {
  const minutes = Math.floor(seconds / 60);
  return minutes >= 60 ? `${Math.floor(minutes / 60)} h ${minutes % 60} min` : `${minutes}:${String(seconds % 60).padStart(2, "0")}`;
}

// Called several times a second: the time left, and how much of the whole that is.
export function countDown(host, now) {
  for (const left of host.querySelectorAll(".left")) {
    const until = Date.parse(left.dataset.until);
    if (Number.isNaN(until)) { left.textContent = ""; continue; }
    const seconds = Math.round((until - now) / 1000);
    left.textContent = seconds > 0 ? clock(seconds) + " left" : seconds > -PATIENCE ? "ending…" : clock(-seconds) + " overdue";
    left.closest("li").classList.toggle("overdue", seconds <= -PATIENCE);
    const whole = until - Date.parse(left.dataset.since);
    left.closest("li").style.setProperty("--part", Math.max(0, Math.min(1, (until - now) / whole)).toFixed(3));
  }
}

export function trouble(host, state) {
  draw(host, [state.oneLoginTrouble, state.slackTrouble], () => [
    switches("OneLogin", "oneLogin", state.oneLoginTrouble),
    switches("Slack's API", "slack", state.slackTrouble),
  ]);
}

function switches(label, system, now) {
  const id = "trouble-" + system;
  return h("div", { class: "row" }, h("span", { id }, label),
    h("div", { class: "switch", role: "radiogroup", "aria-labelledby": id },
      [["none", "fine"], ["slow", "slow"], ["down", "down"]].map(([kind, word]) => h("label", { class: kind },
        h("input", {
          type: "radio", name: system, value: kind, checked: kind === now, "data-key": system + kind, "data-testid": `${system.toLowerCase()}-${kind}`,
          onchange: () => post("trouble", { [system]: kind }),
        }), h("span", {}, word)))));
}

export function calls(host, state, onlyChanges) {
  const shown = onlyChanges ? state.calls.filter(call => call.effect) : state.calls;
  draw(host, [shown], () => shown.length ? shown.map(call => h("li", { class: call.effect ? "change" : "", "data-testid": "call" },
    h("time", { datetime: call.at }, new Date(call.at).toLocaleTimeString("en-GB")),
    h("span", { class: "verb" }, call.method),
    h("span", { class: "path", title: call.path }, call.path.replace(/^\/(api|auth)\//, "$1/")),
    h("span", { class: "status " + (call.status === null || call.status >= 500 ? "bad" : call.status >= 400 ? "odd" : "good") }, call.status ?? "cut"),
    call.effect && h("span", { class: "effect" }, call.effect))) : h("li", { class: "quiet" }, "none so far"));
}
