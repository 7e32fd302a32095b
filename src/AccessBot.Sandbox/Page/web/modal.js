import { h, draw } from "./dom.js";
import { post } from "./api.js";
import { plain } from "./mrkdwn.js";
import { blocks } from "./blocks.js";
import { control } from "./controls.js";

// What was typed and not yet submitted outlives the bot's updates of the same modal, as it does in Slack.
let drafts = new Map();
let labels = {};
let viewId;
let busy = false;

const key = (block, action) => `${block}\n${action}`;

export function modal(host, state) {
  const front = state.front;
  const others = [...host.parentElement.children].filter(child => child !== host);
  for (const other of others) other.inert = Boolean(front);
  if (front?.id !== viewId) {
    drafts = new Map();
    labels = {};
    viewId = front?.id;
    busy = false;
  }
  const changed = draw(host, front && [state.me, front.id, front.hash, front.errors], () => front ? render(state) : []);
  if (changed && front && !host.contains(document.activeElement)) {
    (host.querySelector("[aria-invalid]") ?? host.querySelector(".modal-body :is(input, select, textarea, button)") ?? host.querySelector("button"))?.focus();
  }
  return Boolean(front);
}

function render(state) {
  const { front, me, names } = state;
  const view = front.view;
  const people = state.people;
  const entries = () => view.blocks.flatMap(block => [block.element, block.accessory, ...(block.elements ?? [])].filter(Boolean)
    .filter(part => drafts.has(key(block.block_id, part.action_id)))
    .map(part => ({ block: block.block_id, action: part.action_id, chosen: drafts.get(key(block.block_id, part.action_id)) })));
  const held = (block, part) => drafts.get(key(block.block_id, part.action_id)) ?? stored(front.fields, block, part);
  const act = (block, part, chosen) => post("modal/act", { as: me, block: block.block_id, action: part.action_id, chosen, entries: entries() });

  const field = block => {
    const part = block.element;
    const id = "input-" + block.block_id;
    const error = front.errors[block.block_id];
    const told = [block.hint && id + "-hint", error && id + "-error"].filter(Boolean).join(" ") || undefined;
    const made = control(part, {
      id, people, chosen: held(block, part), describedBy: told, invalid: Boolean(error), shown: labels,
      changed: (chosen, known) => { drafts.set(key(block.block_id, part.action_id), chosen); Object.assign(labels, known); },
      left: block.dispatch_action ? chosen => act(block, part, chosen) : undefined,
      suggest: typed => post("modal/suggest", { as: me, block: block.block_id, action: part.action_id, typed }),
    });
    const grouped = made.classList.contains("ticks");
    if (grouped) made.setAttribute("aria-labelledby", id + "-label");
    return h("div", { class: "field" + (error ? " wrong" : ""), "data-testid": "field-" + block.block_id },
      h(grouped ? "span" : "label", { for: grouped ? undefined : id, id: id + "-label", class: "label" }, plain(block.label.text), block.optional && h("span", { class: "quiet" }, " (optional)")),
      made,
      error && h("div", { class: "error", id: id + "-error", "data-testid": "error-" + block.block_id }, error),
      block.hint && h("div", { class: "hint", id: id + "-hint" }, plain(block.hint.text)));
  };

  const close = () => post("modal/close", { as: me });
  const submit = async event => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    const button = event.target.querySelector("[type=submit]");
    button?.classList.add("waiting");
    await post("modal/submit", { as: me, entries: entries() });
    button?.classList.remove("waiting");
    busy = false;
  };
  return h("div", { class: "veil" },
    h("form", {
      class: "modal", role: "dialog", "aria-modal": "true", "aria-labelledby": "modal-title", "data-testid": "modal", novalidate: true, onsubmit: submit,
      onkeydown: event => { if (event.key === "Escape") close(); },
    },
      h("div", { class: "modal-head" }, h("h3", { id: "modal-title" }, plain(view.title.text)),
        h("button", { type: "button", class: "cross", "aria-label": "Close", onclick: close }, "×")),
      h("div", { class: "modal-body" }, blocks(view.blocks, { names, people, act, field, chosenIn: held })),
      h("div", { class: "modal-foot" },
        h("button", { type: "button", class: "button", "data-testid": "modal-cancel", onclick: close }, plain(view.close?.text ?? "Cancel")),
        view.submit && h("button", { type: "submit", class: "button primary", "data-testid": "modal-submit" }, plain(view.submit.text)))));
}

// The value that Slack holds, out of the field whose name depends on the type of the element.
function stored(fields, block, part) {
  const state = fields.find(one => one.block === block.block_id && one.action === part.action_id)?.state;
  if (!state) return [];
  const { type, ...rest } = state;
  const note = option => { if (option?.text) labels[option.value] = plain(option.text.text); return option?.value ?? option; };
  return Object.values(rest).flat().filter(value => value !== null && value !== undefined).map(note).map(String);
}
