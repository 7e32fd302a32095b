// Slack's mrkdwn as it comes over the wire: & < > are escaped, <…> is markup. See docs.slack.dev, "Formatting message text".
import { h } from "./dom.js";

const WORD = "[\\p{L}\\p{N}]";
const span = (mark, body) => `(?<!${WORD}|${mark})${mark}(?=\\S)(${body}+?)(?<=\\S)${mark}(?!${WORD}|${mark})`;
const PATTERN = new RegExp([
  "```([\\s\\S]+?)```",
  "`([^`\\n]+)`",
  "<([^<>\\n]+)>",
  span("\\*", "[^*\\n]"),
  span("_", "[^_\\n]"),
  span("~", "[^~\\n]"),
  ":([a-z0-9_+-]+):",
  "(\\n)",
].join("|"), "gu");

const EMOJI = {
  white_check_mark: "✅", heavy_check_mark: "✔️", x: "❌", no_entry: "⛔", no_entry_sign: "🚫", warning: "⚠️", rotating_light: "🚨",
  hourglass: "⌛", hourglass_flowing_sand: "⏳", clock1: "🕐", alarm_clock: "⏰", stopwatch: "⏱️", key: "🔑", lock: "🔒", unlock: "🔓",
  closed_lock_with_key: "🔐", bell: "🔔", bust_in_silhouette: "👤", busts_in_silhouette: "👥", wave: "👋", eyes: "👀", memo: "📝", ticket: "🎫",
  information_source: "ℹ️", question: "❓", exclamation: "❗", robot_face: "🤖", tada: "🎉", rocket: "🚀", shield: "🛡️", fire: "🔥",
  large_green_circle: "🟢", red_circle: "🔴", large_yellow_circle: "🟡", white_circle: "⚪", black_circle: "⚫", arrow_right: "➡️", point_right: "👉",
};

export const unescape = text => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

export function plain(text) {
  return unescape(text).replace(/:([a-z0-9_+-]+):/g, (all, name) => EMOJI[name] ?? all);
}

export function mrkdwn(text, names) {
  const out = [];
  let quote = [];
  const flush = () => {
    if (quote.length) out.push(h("blockquote", {}, inline(quote.join("\n"), names)));
    quote = [];
  };
  let plainLines = [];
  const flushPlain = () => {
    if (plainLines.length) out.push(inline(plainLines.join("\n"), names));
    plainLines = [];
  };
  for (const line of text.split("\n")) {
    const quoted = /^(?:&gt;|>) ?(.*)$/.exec(line);
    if (quoted) { flushPlain(); quote.push(quoted[1]); } else { flush(); plainLines.push(line); }
  }
  flush();
  flushPlain();
  return out;
}

function inline(text, names) {
  const out = [];
  let end = 0;
  for (const match of text.matchAll(PATTERN)) {
    out.push(unescape(text.slice(end, match.index)));
    end = match.index + match[0].length;
    const [all, block, code, token, bold, italic, strike, emoji, line] = match;
    if (block !== undefined) out.push(h("pre", {}, unescape(block.replace(/^\n/, ""))));
    else if (code !== undefined) out.push(h("code", {}, unescape(code)));
    else if (token !== undefined) out.push(special(token, names));
    else if (bold !== undefined) out.push(h("b", {}, inline(bold, names)));
    else if (italic !== undefined) out.push(h("i", {}, inline(italic, names)));
    else if (strike !== undefined) out.push(h("s", {}, inline(strike, names)));
    else if (emoji !== undefined) out.push(EMOJI[emoji] ?? all);
    else if (line !== undefined) out.push(h("br"));
  }
  out.push(unescape(text.slice(end)));
  return out;
}

function special(token, names) {
  const bar = token.indexOf("|");
  const head = bar < 0 ? token : token.slice(0, bar);
  const label = bar < 0 ? undefined : unescape(token.slice(bar + 1));
  const mention = (sign, id) => h("span", { class: "mention" }, sign + (names[id] ?? label ?? id));
  if (head.startsWith("@")) return mention("@", head.slice(1));
  if (head.startsWith("#")) return mention("#", head.slice(1));
  if (head.startsWith("!subteam^")) return mention("@", head.slice("!subteam^".length));
  if (head.startsWith("!date^")) return date(head.split("^"), label);
  if (head.startsWith("!")) return h("span", { class: "mention" }, "@" + head.slice(1));
  const address = unescape(head);
  return /^(https?:\/\/|mailto:)/i.test(address)
    ? h("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, label ?? address.replace(/^mailto:/i, ""))
    : label ?? address;
}

function date([, unix, format], fallback) {
  const at = new Date(Number(unix) * 1000);
  if (Number.isNaN(at.getTime()) || !format) return fallback ?? "";
  const say = options => new Intl.DateTimeFormat("en", options).format(at);
  const days = Math.round((startOf(at) - startOf(new Date())) / 86400000);
  const pretty = usual => ({ "-1": "yesterday", 0: "today", 1: "tomorrow" })[days] ?? usual;
  const words = {
    date_num: () => `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, "0")}-${String(at.getDate()).padStart(2, "0")}`,
    date: () => say({ dateStyle: "long" }),
    date_short: () => say({ dateStyle: "medium" }),
    date_long: () => say({ dateStyle: "full" }),
    date_pretty: () => pretty(say({ dateStyle: "long" })),
    date_short_pretty: () => pretty(say({ dateStyle: "medium" })),
    date_long_pretty: () => pretty(say({ dateStyle: "full" })),
    time: () => say({ hour: "numeric", minute: "2-digit" }),
    time_secs: () => say({ hour: "numeric", minute: "2-digit", second: "2-digit" }),
    ago: () => ago(at),
  };
  const text = format.replace(/\{(\w+)\}/g, (all, name) => words[name]?.() ?? all);
  return h("time", { datetime: at.toISOString(), title: at.toString() }, text);
}

function ago(at) {
  const minutes = Math.round((at - Date.now()) / 60000);
  const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
  return Math.abs(minutes) < 60 ? relative.format(minutes, "minute") : relative.format(Math.round(minutes / 60), "hour");
}

function startOf(day) {
  return new Date(day.getFullYear(), day.getMonth(), day.getDate()).getTime();
}
