// The way into the reader's selection, on every page: what marks entries is fetched once a reader
// asks for it, or has selected some before.

import { make, stored } from "./dom.js";

/**
 * Have the page's buttons and the results of its search select entries.
 * @param {DOMStringMap} words What the page says of it (selection-words.html).
 */
export function openSelection(words) {
  const absolute = (address) => new URL(address, document.baseURI).href;
  const root = absolute(words.root.replace(/\/?$/, "/"));
  const config = {
    root,
    name: `hb-selection ${new URL(root).pathname}`, // other handbooks may share the host
    styles: absolute(words.styles),
    records: absolute(words.records),
    page: absolute(words.page),
  };
  const buttons = ".hb-select, .hb-keep";
  let selection = null;
  let loading = null;
  let failures = 0; // a browser remembers a failed import; another address tries again
  const load = async () => {
    const module = await import(absolute(words.module) + (failures ? `?${failures}` : ""));
    return module.begin(config);
  };

  async function use(button) {
    const isEarly = !selection;
    try {
      selection = await (loading ??= load());
      document.querySelector(".hb-select-failed")?.remove();
      if (button) selection.press(button, isEarly);
    } catch {
      loading = null;
      failures++;
      document.querySelector(".hb-select-failed")?.remove();
      const retry = make("button", { type: "button", onclick: () => use(button) }, words.retry);
      const near = button ?? document.querySelector(`#hb-selection, ${buttons}`);
      const place = near?.closest(".hb-way, .hb-tools-line") ?? near;
      place?.after(
        make("p", { role: "alert", class: "hb-select-failed" }, words.failed, " ", retry),
      );
    }
  }

  document.addEventListener("click", ({ target }) => {
    const button = target.closest(buttons);
    if (button) use(button);
  });
  document.addEventListener("hb-listed", ({ target: list }) => {
    const attributes = { type: "button", class: "hb-select", "aria-pressed": "false" };
    if (!list.previousElementSibling.matches(".hb-select"))
      list.before(make("button", attributes, words.select));
    list.previousElementSibling.hidden = !list.querySelector("[data-result]");
    selection?.mark();
  });
  if (stored(config.name) || document.getElementById("hb-selection")) use();
}
