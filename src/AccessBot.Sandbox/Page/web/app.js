import { h, draw, avatar } from "./dom.js";
import { post, follow } from "./api.js";
import { messages } from "./messages.js";
import { home, openHome } from "./home.js";
import { modal } from "./modal.js";
import { roles, countDown, trouble, calls } from "./tenant.js";

const $ = id => document.getElementById(id);
let state;
let clockSkew = 0;
let stop = () => { };

// Who one is and where one looks is in the address, so that two windows can be two people.
let [me, place] = location.hash.slice(1).split("/");
me ||= "U0RITA";
let seen = JSON.parse(sessionStorage.getItem("seen") ?? "{}");

function become(person) {
  me = person;
  // Nothing is said or clicked in the name of one person in the conversation of another.
  hold(true);
  stop();
  stop = follow(me, next => {
    state = next;
    clockSkew = Date.parse(state.now) - Date.now();
    show();
  }, live => document.body.classList.toggle("away", !live));
  remember();
}

function hold(held) {
  for (const part of $("composer").elements) part.disabled = held;
  for (const part of ["messages", "front"]) $(part).inert = held;
}

function remember() {
  history.replaceState(null, "", `#${me}/${place ?? ""}`);
}

function show() {
  if (state.me !== me) return;
  const atHome = place === "home";
  const conversation = atHome ? { name: "AccessBot", isDirect: true, isHome: true, messages: [] } : state.conversations.find(one => spot(one) === place) ?? state.conversations[0];
  place = spot(conversation);
  seen[`${me}/${place}`] = conversation.messages.at(-1)?.ts ?? "";
  const only = conversation.messages.filter(message => message.onlyForMe).at(-1)?.ts ?? "";
  if (only > (seen[`${me}/only`] ?? "")) seen[`${me}/only`] = only;
  sessionStorage.setItem("seen", JSON.stringify(seen));
  remember();

  people();
  conversations();
  $("conversation-title").textContent = (conversation.isDirect ? "" : "# ") + conversation.name;
  $("conversation-note").textContent = atHome ? "Home" : conversation.isDirect ? "direct message" : "";
  $("composer").hidden = atHome;
  $("text").placeholder = `Message ${conversation.isDirect ? "AccessBot" : "#" + conversation.name} as ${name(me)}`;
  draw($("shortcuts"), [me, state.shortcuts], () => state.shortcuts.filter(one => !one.isOnMessages).map(one => h("button", {
    type: "button", class: "command", title: "A shortcut: in Slack it is behind the plus, or found by searching", "data-key": one.id, "data-testid": "shortcut-" + one.id,
    onclick: () => post("shortcut", { as: me, shortcut: one.id }),
  }, "⚡ " + one.name)));
  hold(false);
  if (atHome) home($("messages"), state); else messages($("messages"), state, conversation);
  modal($("front"), state);
  roles($("roles"), state);
  trouble($("trouble"), state);
  calls($("calls"), state, $("only-changes").checked);
  countDown($("roles"), Date.now() + clockSkew);
  bot();
}

const spot = conversation => conversation.isHome ? "home" : conversation.isDirect ? "direct" : conversation.id;
const name = id => state.people.find(person => person.id === id)?.name ?? id;

function people() {
  const newer = (ts, spot) => (ts ?? "") > (seen[spot] ?? "");
  const unread = person => person.id !== me && (newer(person.latestDirect, `${person.id}/direct`) || newer(person.latestOnly, `${person.id}/only`));
  draw($("people"), [me, state.people.map(person => [person, unread(person)])], () => state.people.map(person => h("button", {
    type: "button", role: "radio", class: "person", "aria-checked": String(person.id === me), tabindex: person.id === me ? 0 : -1,
    "data-key": person.id, "data-testid": "person-" + person.id, onclick: () => become(person.id),
  },
    avatar(person.name),
    h("span", { class: "who" }, h("b", {}, person.name), h("small", {}, person.part)),
    unread(person) && h("span", { class: "dot", role: "img", "aria-label": "has an unread message", title: "has an unread message" }))));
}

function conversations() {
  const fresh = one => one.messages.filter(message => message.ts > (seen[`${me}/${spot(one)}`] ?? "") && message.user !== me).length;
  const all = [...state.conversations, { name: "AccessBot Home", isDirect: true, isHome: true, messages: [] }];
  draw($("conversations"), [me, place, all.map(one => [one.name, fresh(one)])], () => all.map(one => h("button", {
    type: "button", "aria-current": spot(one) === place ? "true" : undefined, class: fresh(one) ? "fresh" : "",
    "data-key": spot(one), "data-testid": "conversation-" + spot(one),
    onclick: () => { place = spot(one); show(); if (one.isHome) openHome(me); else $("text").focus(); },
  },
    h("span", { class: "sign", "aria-hidden": "true" }, one.isHome ? "⌂" : one.isDirect ? "●" : "#"), one.name,
    fresh(one) > 0 && h("span", { class: "count", "aria-label": fresh(one) + " unread" }, fresh(one)))));
}

function bot() {
  const process = state.botProcess;
  draw($("bot"), [process], () => {
    if (!process) return [];
    const running = process.state === "Ready" || process.state === "Starting";
    const button = (verb, text, title) => h("button", { type: "button", class: "button small", title, "data-key": "bot", "data-testid": "bot-" + verb, onclick: () => post("bot/" + verb, { as: me }) }, text);
    return [
      h("span", { class: "pill " + process.state.toLowerCase(), "data-testid": "bot-state", "data-state": process.state.toLowerCase() }, process.sentence),
      running ? button("kill", "Kill AccessBot", "kill -9: it can finish nothing") : button("start", "Start AccessBot", "It takes up where it was"),
    ];
  });
}

$("people").addEventListener("keydown", event => {
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const all = [...$("people").children];
  const next = all[(all.indexOf(document.activeElement) + step + all.length) % all.length];
  next.focus();
  next.click();
});

$("composer").addEventListener("submit", async event => {
  event.preventDefault();
  const text = $("text").value.trim();
  const conversation = state.conversations.find(one => spot(one) === place);
  if (!text) return;
  $("text").value = "";
  if (await post("say", { as: me, channel: conversation.id, text }) === undefined) $("text").value ||= text;
});

$("command").addEventListener("click", () => {
  $("text").value = "/access";
  $("composer").requestSubmit();
});

$("only-changes").addEventListener("change", () => show());
setInterval(() => countDown($("roles"), Date.now() + clockSkew), 250);
become(me);
