// Text only ever becomes a text node, so nothing that a bot or a person writes can become markup.
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value") element.value = value;
    else if (name === "checked" || name === "disabled" || name === "selected") element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

const drawn = new WeakMap();

// Draws only what differs from the last time, and leaves the focus where it was, so that a person can use the keyboard while things move.
export function draw(container, data, render) {
  const key = JSON.stringify(data);
  if (drawn.get(container) === key) return false;
  drawn.set(container, key);
  const before = container.contains(document.activeElement) ? document.activeElement : undefined;
  const focused = before?.dataset.key;
  const caret = before?.selectionStart;
  container.replaceChildren(...[render()].flat(Infinity).filter(Boolean));
  if (focused) {
    const now = [...container.querySelectorAll("[data-key]")].find(e => e.dataset.key === focused);
    now?.focus({ preventScroll: true });

    // Somebody may be in the middle of a word. Numbers and dates have no caret to set.
    if (typeof caret === "number" && typeof now?.selectionStart === "number") now.setSelectionRange(caret, caret);
  }
  return true;
}

export function notice(text) {
  const line = h("div", { class: "notice", "data-testid": "notice" }, text,
    h("button", { type: "button", "aria-label": "Dismiss", onclick: () => line.remove() }, "×"));
  document.getElementById("notices").append(line);
  setTimeout(() => line.remove(), 9000);
}

export function avatar(name) {
  const sum = [...name].reduce((so, letter) => (so * 31 + letter.charCodeAt(0)) % 9973, 7);
  const initials = name.split(" ").map(word => word[0]).join("").slice(0, 2);
  return h("span", { class: "avatar", "aria-hidden": "true", style: `--hue:${sum * 137 % 360}` }, initials);
}

export function botAvatar() {
  const box = h("span", { class: "avatar robot", "aria-hidden": "true" });
  box.append(document.querySelector(".logo").cloneNode(true));
  return box;
}
