// Selecting entries on lists and in results of the search: a box beside each, and a bar that says how
// many there are. Loaded when a reader asks for it, or has selected some before.

import { fill, make, styled } from "./dom.js";
import { fetchJson } from "./search-files.js";
import { SelectionPage } from "./selection-page.js";
import { Records, Selected } from "./selection-records.js";

/** What may be an entry, or begin with a link to one: its row, term or item. */
const ITEMS = ".hb-article :is(tbody tr, dt, li)";
const RESULTS = ".hb-search__result";

/** Load what the script needs, and begin; rejects where its files cannot be loaded. */
export async function begin(config) {
  const [data] = await Promise.all([fetchJson(config.records, "no-cache"), styled(config.styles)]);
  const records = new Records(data, config.root);
  const selected = new Selected(records, config.name);
  const place = document.getElementById("hb-selection");
  if (place) new SelectionPage(config, records, selected, place);
  return new Marks(config, records, selected);
}

class Marks {
  #boxes = new Map();
  #taken = []; // what was cleared, to be brought back

  constructor(config, records, selected) {
    Object.assign(this, { config, records, selected, words: records.words });
    this.on = selected.ids.length > 0;
    this.count = make("span", { role: "status" });
    this.open = make("a", {}, this.words.open);
    this.clear = make("button", { type: "button", onclick: () => this.#clear() });
    const attributes = { class: "hb-selected-bar", "aria-label": this.words.title };
    this.bar = make("section", attributes, this.count, this.open, this.clear);
    selected.addEventListener("change", () => this.#show());
    document.addEventListener("close", () => this.#show(), true); // the search box's dialog
    this.mark();
  }

  /**
   * Do what a button is for: select on lists, or this page. What was pressed before the button knew
   * what is selected takes nothing back.
   */
  press(button, isEarly) {
    const { record } = button.dataset;
    if (record) this.selected[isEarly ? "add" : "toggle"](record);
    else this.on = isEarly || !this.on;
    this.mark();
  }

  /** Put a box beside each entry that has none yet. */
  mark() {
    const isList = document.querySelector(".hb-way > .hb-select");
    const wanted = this.on
      ? document.querySelectorAll(isList ? `${ITEMS}, ${RESULTS}` : RESULTS)
      : [];
    for (const item of wanted)
      if (!item.querySelector(":scope > .hb-box, :scope > :is(th, td, p) > .hb-box"))
        this.#box(item);
    this.#show();
  }

  #box(item) {
    const own = item.id && this.records.at(`#${item.id}`);
    const link = [...item.querySelectorAll("a[href]:not(.mark)")].find(
      (each) => each.closest("tr, dt, li") === item,
    );
    // a link of a list to a place on its page leads to what has a box of its own
    const isHere = link?.pathname === location.pathname && !item.matches(RESULTS);
    const record = own || (link && !isHere && this.records.at(link.href));
    if (!record) return;
    const input = make("input", {
      type: "checkbox",
      "aria-label": fill(this.words.tick, record),
      onchange: () => this.selected.toggle(record.id),
    });
    const place = own ? (item.cells?.[0] ?? item) : link.closest("th, td, p, dt, li");
    place.prepend(make("label", { class: "hb-box" }, input));
    this.#boxes.set(input, record.id);
  }

  /** Clear the selection, or bring back what was cleared. */
  #clear() {
    const { ids } = this.selected;
    const next = ids.length ? [] : this.#taken;
    this.#taken = ids;
    this.selected.ids = next;
  }

  #show() {
    const { ids } = this.selected;
    for (const [input, id] of this.#boxes) {
      if (!input.isConnected) this.#boxes.delete(input);
      input.checked = ids.includes(id);
    }
    document.documentElement.classList.toggle("hb-selecting", this.on);
    for (const button of document.querySelectorAll(".hb-select"))
      button.setAttribute("aria-pressed", `${this.on}`);
    const { words } = this;
    for (const button of document.querySelectorAll(".hb-keep"))
      button.textContent = ids.includes(button.dataset.record) ? words.drop_page : words.add;
    const dialog = document.querySelector("dialog[open] > .hb-searchbox");
    const isPage = document.getElementById("hb-selection") && !dialog;
    const host = dialog ?? document.body;
    if (this.bar.parentElement !== host) host.append(this.bar);
    this.bar.hidden = isPage || !(this.on || ids.length || this.#taken.length);
    this.count.textContent = fill(words.count, { count: ids.length });
    const address = this.selected.isKept ? "" : encodeURI(`?ids=${ids}`);
    this.open.href = this.config.page + address;
    this.clear.textContent = ids.length ? words.clear : words.undo;
    this.clear.hidden = !ids.length && !this.#taken.length;
  }
}
