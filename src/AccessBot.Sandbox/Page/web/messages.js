import { h, draw, avatar, botAvatar } from "./dom.js";
import { post } from "./api.js";
import { mrkdwn } from "./mrkdwn.js";
import { blocks } from "./blocks.js";

export function messages(host, state, conversation) {
  const atEnd = host.scrollHeight - host.scrollTop - host.clientHeight < 60;
  const other = host.dataset.conversation !== state.me + conversation.id;
  host.dataset.conversation = state.me + conversation.id;
  if (draw(host, [state.me, conversation, state.shortcuts], () => conversation.messages.length ? conversation.messages.map(message => one(state, message)) : empty(conversation))
      && (atEnd || other)) {
    host.scrollTop = host.scrollHeight;
  }
}

function empty(conversation) {
  return h("div", { class: "empty" },
    h("p", {}, conversation.isDirect ? "Nothing yet between you and AccessBot." : "Nothing here yet."),
    h("p", { class: "quiet" }, "Type /access below to ask for access."));
}

function one(state, message, kind = "message") {
  const isBot = message.user === state.bot;
  const name = state.names[message.user] ?? message.user;
  const act = (block, part, chosen) => post("click", {
    as: state.me, channel: message.channel, ts: message.ts, block: block.block_id, action: part.action_id, choice: chosen[0] ?? null,
  });
  const at = new Date(Number(message.ts) * 1000);
  return h("article", { class: "message" + (message.onlyForMe ? " mine" : ""), "data-testid": kind, "data-ts": message.ts },
    isBot ? botAvatar() : avatar(name),
    h("div", { class: "said" },
      message.onlyForMe && h("div", { class: "only" }, "Only visible to you"),
      h("div", { class: "by" }, h("b", {}, name), isBot && h("span", { class: "app" }, "APP"),
        h("time", { datetime: at.toISOString(), class: "quiet" }, at.toLocaleTimeString("en", { hour: "numeric", minute: "2-digit" })),
        message.isEdited && h("span", { class: "quiet" }, "(edited)"),
        !message.onlyForMe && shortcuts(state, message)),
      message.isFromThread && h("div", { class: "hint" }, "Also answered in a thread"),
      message.blocks.length ? blocks(message.blocks, { names: state.names, people: state.people, act }) : h("div", {}, mrkdwn(message.text, state.names)),
      message.replies.length > 0 && h("div", { class: "thread", role: "group", "aria-label": "Thread", "data-testid": "thread" }, message.replies.map(reply => one(state, { ...reply, isFromThread: false }, "reply")))));
}

// In Slack they are in the menu behind the three dots that a message shows when it is pointed at.
function shortcuts(state, message) {
  return state.shortcuts.filter(one => one.isOnMessages).map(one => h("button", {
    type: "button", class: "shortcut", "data-key": one.id + message.ts, "data-testid": "shortcut-" + one.id,
    onclick: () => post("shortcut", { as: state.me, shortcut: one.id, channel: message.channel, ts: message.ts }),
  }, one.name + "…"));
}
