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
  const focused = container.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  container.replaceChildren(...[render()].flat(Infinity).filter(Boolean));
  if (focused) [...container.querySelectorAll("[data-key]")].find(e => e.dataset.key === focused)?.focus({ preventScroll: true });
  return true;
}

export function notice(text) {
  const line = h("div", { class: "notice", "data-testid": "notice" }, text,
    h("button", { type: "button", "aria-label": "Dismiss", onclick: () => line.remove() }, "×"));
  document.getElementById("notices").append(line);
  setTimeout(() => line.remove(), 9000);
}

const HUES = [255, 12, 158, 38, 205, 330, 95, 280, 185, 60];

export function avatar(id, name) {
  const hue = HUES[[...id].reduce((sum, c) => sum + c.charCodeAt(0), 0) % HUES.length];
  const initials = name.split(" ").map(word => word[0]).join("").slice(0, 2);
  return h("span", { class: "avatar", "aria-hidden": "true", style: `--hue:${hue}` }, initials);
}

export function botAvatar() {
  const box = h("span", { class: "avatar robot", "aria-hidden": "true" });
  box.append(document.querySelector(".logo").cloneNode(true));
  return box;
}
