import { h, draw } from "./dom.js";
import { post } from "./api.js";
import { blocks } from "./blocks.js";

// App Home as one person has it. Opening it tells the bot, as Slack does; what it publishes is drawn when it comes.
export function home(host, state) {
  const shown = state.appHome;
  const other = host.dataset.conversation !== state.me + "home";
  host.dataset.conversation = state.me + "home";
  const act = (block, part, chosen) => post("home/click", { as: state.me, block: block.block_id, action: part.action_id, chosen });
  draw(host, [state.me, "home", shown], () => shown
    ? h("div", { class: "home", "data-testid": "home" }, blocks(shown.view.blocks, { names: state.names, people: state.people, act }))
    : h("div", { class: "empty" }, h("p", {}, "AccessBot has published no Home tab for you yet.")));
  if (other) host.scrollTop = 0;
}

export const openHome = me => post("home/open", { as: me });
