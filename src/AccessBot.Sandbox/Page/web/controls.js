// The elements that hold a value. Each is made of the browser's own controls, and tells changes as a list of option values or texts.
import { h } from "./dom.js";
import { plain } from "./mrkdwn.js";

const TEXTS = { plain_text_input: "text", email_text_input: "email", url_text_input: "url", number_input: "number", datepicker: "date", timepicker: "time", datetimepicker: "datetime-local" };
const PICKS = ["static_select", "users_select", "multi_static_select", "multi_users_select", "external_select", "multi_external_select", "checkboxes", "radio_buttons", "overflow"];

export const isControl = part => part.type in TEXTS || PICKS.includes(part.type);

// options: id, chosen, people, label, describedBy, invalid, changed(chosen), left(chosen), suggest(typed)
export function control(part, options) {
  const common = {
    id: options.id,
    "data-testid": options.id ?? "action-" + part.action_id,
    "data-key": options.id ?? part.action_id,
    "aria-label": options.id ? undefined : options.label,
    "aria-describedby": options.describedBy,
    "aria-invalid": options.invalid ? "true" : undefined,
  };
  if (part.type in TEXTS) return typed(part, options, common);
  if (part.type.endsWith("external_select")) return suggested(part, options, common);
  const offered = offers(part, options.people ?? []);
  return ["checkboxes", "radio_buttons", "multi_static_select", "multi_users_select"].includes(part.type)
    ? ticks(part, offered, options, common)
    : select(part, offered, options, common);
}

function offers(part, people) {
  if (part.type.endsWith("users_select")) return people.map(person => ({ value: person.id, text: person.name }));
  const option = one => ({ value: one.value, text: plain(one.text.text), note: one.description && plain(one.description.text) });
  return (part.option_groups ?? []).flatMap(group => group.options.map(one => ({ ...option(one), group: plain(group.label.text) })))
    .concat((part.options ?? []).map(option));
}

// Slack tells moments in Unix seconds; the browser writes them in its own zone.
const MOMENTS = {
  shown: seconds => {
    const at = new Date(Number(seconds) * 1000);
    return new Date(at - at.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
  },
  told: text => String(Math.floor(new Date(text).getTime() / 1000)),
};

function typed(part, { chosen, changed, left }, common) {
  const moment = part.type === "datetimepicker";
  const read = input => input.value === "" ? [] : [moment ? MOMENTS.told(input.value) : input.value];
  const asTyped = part.dispatch_action_config?.trigger_actions_on?.includes("on_character_entered");
  let timer;
  const props = {
    ...common,
    value: moment && chosen[0] ? MOMENTS.shown(chosen[0]) : chosen[0] ?? "",
    placeholder: part.placeholder && plain(part.placeholder.text),
    maxlength: part.max_length,
    min: part.min_value, max: part.max_value, step: part.type === "number_input" ? (part.is_decimal_allowed ? "any" : 1) : undefined,
    oninput: event => {
      changed(read(event.target));
      clearTimeout(timer);
      if (asTyped) timer = setTimeout(() => left?.(read(event.target)), 150);
    },
    onchange: event => { if (!asTyped) left?.(read(event.target)); },
  };
  return part.multiline ? h("textarea", { ...props, rows: 3 }) : h("input", { ...props, type: TEXTS[part.type], autocomplete: "off" });
}

function select(part, offered, { chosen, changed, left }, common) {
  const tell = event => {
    const now = event.target.value === "" ? [] : [event.target.value];
    changed(now);
    left?.(now);
  };
  const option = one => h("option", { value: one.value, selected: one.value === chosen[0] }, one.note ? `${one.text} — ${one.note}` : one.text);
  const groups = [...new Set(offered.map(one => one.group))];
  return h("select", { ...common, onchange: tell },
    h("option", { value: "", selected: chosen.length === 0 }, part.placeholder ? plain(part.placeholder.text) : part.type === "overflow" ? "⋯" : "Choose…"),
    groups.map(group => group === undefined
      ? offered.filter(one => !one.group).map(option)
      : h("optgroup", { label: group }, offered.filter(one => one.group === group).map(option))));
}

function ticks(part, offered, { chosen, changed, left }, common) {
  const type = part.type === "radio_buttons" ? "radio" : "checkbox";
  const group = h("div", { ...common, role: type === "radio" ? "radiogroup" : "group", class: "ticks" },
    offered.map(one => h("label", { class: "tick" },
      h("input", { type, name: common.id ?? part.action_id, value: one.value, checked: chosen.includes(one.value) }),
      h("span", {}, one.text, one.note && h("small", { class: "quiet" }, " " + one.note)))));
  group.addEventListener("change", () => {
    const now = [...group.querySelectorAll("input:checked")].map(input => input.value);
    changed(now);
    left?.(now);
  });
  return group;
}

// A combobox: what is typed goes to the bot, and only what it offers can be chosen.
function suggested(part, { chosen, changed, left, suggest, shown }, common) {
  const many = part.type === "multi_external_select";
  const least = part.min_query_length ?? 3;
  const listId = common.id + "-options";
  let values = [...chosen];
  let timer;
  let asked = 0;
  const labels = new Map(Object.entries(shown ?? {}));
  const list = h("div", { class: "options", id: listId, role: "listbox", hidden: true });
  const chips = h("div", { class: "chips" });
  const input = h("input", {
    ...common, type: "text", role: "combobox", autocomplete: "off", "aria-expanded": "false", "aria-controls": listId, "aria-autocomplete": "list",
    placeholder: part.placeholder ? plain(part.placeholder.text) : "Type to search",
    value: many ? "" : labels.get(values[0]) ?? "",
  });
  const open = yes => { list.hidden = !yes; input.setAttribute("aria-expanded", String(yes)); };
  const pick = option => {
    labels.set(option.value, plain(option.text.text));
    values = many ? [...new Set([...values, option.value])] : [option.value];
    input.value = many ? "" : labels.get(option.value);
    open(false);
    input.focus();
    asked++;
    told();
  };
  const told = () => {
    changed([...values], Object.fromEntries(labels));
    left?.([...values]);
    chips.replaceChildren(...(many ? values : []).map(value => h("button", {
      type: "button", class: "chip", "aria-label": "Remove " + labels.get(value),
      onclick: () => { values = values.filter(other => other !== value); told(); },
    }, labels.get(value) ?? value, " ×")));
  };
  const ask = async () => {
    const mine = ++asked;
    if (input.value.length < least) { open(false); return; }
    const answer = await suggest(input.value);
    if (mine !== asked || !answer || !box.contains(document.activeElement)) return;
    const item = option => h("button", {
      type: "button", role: "option", "aria-selected": String(values.includes(option.value)), "data-testid": "option", onclick: () => pick(option),
    }, plain(option.text.text), option.description && h("small", { class: "quiet" }, " " + plain(option.description.text)));
    const found = answer.option_groups?.length
      ? answer.option_groups.flatMap(group => [h("div", { class: "quiet", role: "presentation" }, plain(group.label.text)), ...group.options.map(item)])
      : (answer.options ?? []).map(item);
    list.replaceChildren(...(found.length ? found : [h("div", { class: "quiet" }, "Nothing found")]));
    open(true);
  };
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 200); });
  input.addEventListener("focus", () => { if (least === 0 && list.hidden) ask(); });
  const box = h("div", { class: "suggest" }, chips, input, list);
  box.addEventListener("keydown", event => {
    const options = [...list.querySelectorAll("button")];
    const at = options.indexOf(document.activeElement);
    if (event.key === "ArrowDown" && options.length) { options[Math.min(at + 1, options.length - 1)].focus(); event.preventDefault(); }
    if (event.key === "ArrowUp" && at >= 0) { (options[at - 1] ?? input).focus(); event.preventDefault(); }
    if (event.key === "Escape" && !list.hidden) { open(false); input.focus(); event.stopPropagation(); }
  });
  box.addEventListener("focusout", event => { if (!box.contains(event.relatedTarget)) open(false); });
  if (many) told();
  return box;
}
