// Block Kit: docs.slack.dev/reference/block-kit. An unknown block says so instead of vanishing.
import { h } from "./dom.js";
import { mrkdwn, plain } from "./mrkdwn.js";
import { control, isControl } from "./controls.js";

export function text(object, names) {
  if (!object) return "";
  return object.type === "mrkdwn" ? mrkdwn(object.text, names) : plain(object.text);
}

// act(block, element, chosen) tells the bot.
export function blocks(list, { names, people, act, field, chosenIn }) {
  const element = (block, part) => part.type === "button"
    ? button(part, names, () => act(block, part, []))
    : isControl(part)
      ? control(part, { people, chosen: chosenIn?.(block, part) ?? [], label: plain(part.placeholder?.text ?? "Choose"), changed: chosen => act(block, part, chosen) })
      : h("span", { class: "quiet" }, `[${part.type}]`);

  return list.map(block => {
    switch (block.type) {
      case "header":
        return h("div", { class: "b-header" }, plain(block.text.text));
      case "divider":
        return h("hr");
      case "section":
        return h("div", { class: "b-section" },
          h("div", {},
            block.text && h("div", {}, text(block.text, names)),
            block.fields && h("div", { class: "b-fields" }, block.fields.map(part => h("div", {}, text(part, names))))),
          block.accessory && element(block, block.accessory));
      case "context":
        return h("div", { class: "b-context" }, block.elements.map(part => h("span", {}, part.type === "image" ? plain(part.alt_text) : text(part, names))));
      case "actions":
        return h("div", { class: "b-actions" }, block.elements.map(part => element(block, part)));
      case "input":
        return field?.(block);
      default:
        return h("div", { class: "quiet" }, `[${block.type}]`);
    }
  });
}

function button(part, names, run) {
  const made = h("button", {
    type: "button",
    class: "button" + (part.style ? " " + part.style : ""),
    "data-testid": "action-" + part.action_id,
    "data-key": part.action_id + part.value,
    "aria-label": part.accessibility_label,
    onclick: async () => {
      if (part.url) window.open(part.url, "_blank", "noopener");
      if (part.confirm && !await confirmed(part.confirm, names)) return;
      made.disabled = true;
      await run();
      made.disabled = false;
    },
  }, plain(part.text.text));
  return made;
}

function confirmed(question, names) {
  return new Promise(resolve => {
    const dialog = h("dialog", { class: "confirm", "aria-labelledby": "confirm-title", "data-testid": "confirm", onclose: () => { resolve(dialog.returnValue === "yes"); dialog.remove(); } },
      h("form", { method: "dialog" },
        h("h3", { id: "confirm-title" }, plain(question.title.text)),
        h("div", {}, text(question.text, names)),
        h("div", { class: "b-actions end" },
          h("button", { class: "button", value: "no", "data-testid": "confirm-deny" }, plain(question.deny.text)),
          h("button", { class: "button " + (question.style ?? "primary"), value: "yes", "data-testid": "confirm-yes" }, plain(question.confirm.text)))));
    document.body.append(dialog);
    dialog.showModal();
  });
}
