// The page of a reader's selection, or of one that came with its address (`?ids=a,b`): the entries as
// one document to put in order, print, save and share.

import { fill, make } from "./dom.js";
import { entryOf } from "./selection-entry.js";
import { save } from "./selection-file.js";

const PARAMETER = "ids";
/** How much of an id that nobody knows is shown. */
const SHOWN = 60;

export class SelectionPage {
  #sections = new Map();

  /**
   * @param {Object} config What the page says of it (open-selection.js).
   * @param {Records} records
   * @param {Selected} selected The reader's own.
   * @param {HTMLElement} place
   */
  constructor(config, records, selected, place) {
    Object.assign(this, { config, records, selected, place, words: records.words });
    const canonical = document.querySelector("link[rel=canonical]")?.href;
    this.address = canonical ?? config.page;
    this.published = this.address.slice(0, config.root.length - config.page.length);
    const { locale, site, edition } = place.dataset;
    const date = new Intl.DateTimeFormat(locale, { dateStyle: "long" }).format(new Date());
    this.link = make("a", { class: "hb-address" });
    this.status = make("p", { role: "status" });
    this.tools = make("p", { class: "hb-selection-tools" });
    this.note = make("p", { class: "hb-selection-note" }, this.words.shared, " ");
    this.note.append(
      this.#button(this.words.adopt, () => this.#adopt()),
      " ",
      make("a", { href: config.page }, this.words.mine),
    );
    const head = [site, edition, fill(this.words.made, { date })].join(" · ");
    this.list = make("div");
    this.sources = make("section", { class: "hb-selection-sources" });
    this.text = make("div", { class: "hb-selection-text" });
    this.text.append(
      make("p", { class: "hb-selection-head" }, head, make("br"), this.link),
      this.list,
      this.sources,
      document.querySelector(".hb-foot .hb-nature").cloneNode(true),
    );
    this.tools.append(
      this.#button(this.words.print, () => window.print()),
      this.#button(this.words.save, () => save(this.#saved(), document.title)),
    );
    this.copy = this.#button(this.words.copy, () => this.#copy(), { "aria-live": "polite" });
    if (navigator.clipboard) this.tools.append(this.copy);
    selected.addEventListener("change", () => this.shared || this.#show());
    this.shared = this.#fromAddress();
    this.#show();
  }

  /** Return the ids that the address brings, where they are not the reader's own. */
  #fromAddress() {
    const text = new URLSearchParams(location.search).get(PARAMETER);
    const ids = text && this.records.now(text.split(",").filter(Boolean));
    return ids && `${ids}` !== `${this.selected.ids}` ? ids : null;
  }

  get ids() {
    return this.shared ?? this.selected.ids;
  }

  set ids(ids) {
    if (!this.shared)
      this.selected.ids = ids; // shows them
    else {
      this.shared = ids;
      this.#show();
    }
  }

  #button(text, onclick, attributes = {}) {
    return make("button", { type: "button", onclick, ...attributes }, text);
  }

  async #copy() {
    await navigator.clipboard.writeText(this.link.href);
    this.copy.textContent = this.words.copied;
  }

  /** Make what came with the address part of the reader's own. */
  #adopt() {
    this.selected.add(...this.shared.filter((id) => this.records.byId.has(id)));
    this.shared = null;
    history.replaceState(history.state, "", location.pathname);
    this.#show();
  }

  #show() {
    const { ids } = this;
    document.documentElement.classList.toggle("hb-has-selection", ids.length > 0);
    const search = ids.length ? `?${PARAMETER}=${ids.map(encodeURIComponent)}` : "";
    if (this.shared) history.replaceState(history.state, "", location.pathname + search);
    for (const link of document.querySelectorAll("a[rel=alternate][hreflang]"))
      link.search = this.shared ? search : "";
    this.link.href = this.address + search;
    this.link.textContent = this.link.href;
    this.copy.textContent = this.words.copy;
    this.status.textContent = fill(this.words.count, { count: ids.length });
    this.note.hidden = !this.shared;
    const asked = [this.note, this.status, this.tools, this.text];
    if (!ids.length) this.place.replaceChildren(...(this.shared ? [this.note] : []));
    else if (!this.text.isConnected) this.place.replaceChildren(...asked);
    this.list.replaceChildren(...ids.map((id) => this.#section(id)));
    for (const [at, id] of ids.entries()) {
      const [up, down] = this.#section(id).querySelectorAll("button");
      up.disabled = at === 0;
      down.disabled = at === ids.length - 1;
    }
    this.#nameSources();
  }

  /** Return an entry with the buttons to move it and to take it out. */
  #section(id) {
    if (this.#sections.has(id)) return this.#sections.get(id);
    const record = this.records.byId.get(id);
    const title = record?.title ?? id.slice(0, SHOWN);
    const { words } = this;
    const tool = (text, label, act) =>
      this.#button(text, act, { "aria-label": fill(label, { title }) });
    const tools = make(
      "p",
      { class: "hb-entry-tools" },
      tool(words.up, words.up_title, () => this.#move(id, -1)),
      tool(words.down, words.down_title, () => this.#move(id, 1)),
      tool(words.drop, words.drop_title, () => this.#drop(id)),
    );
    const text = make("div");
    const section = make("section", { id: record && `entry-${id}` }, tools, text);
    this.#sections.set(id, section);
    if (record) this.#read(record, text);
    else text.append(make("p", { class: "hb-entry-missing" }, fill(words.unknown, { id: title })));
    return section;
  }

  async #read(record, text) {
    const title = make("h2", {}, record.title);
    text.replaceChildren(title, make("p", {}, this.words.loading));
    try {
      text.replaceChildren(...(await entryOf(record)));
      text.dispatchEvent(new Event("hb-read", { bubbles: true })); // for previews and tables
      this.#nameSources();
    } catch {
      const again = this.#button(this.words.retry, () => this.#read(record, text));
      text.replaceChildren(title, make("p", { role: "alert" }, this.words.unread), again);
    }
  }

  #move(id, by) {
    const { ids } = this;
    const at = ids.indexOf(id);
    ids.splice(at + by, 0, ...ids.splice(at, 1));
    const button = document.activeElement;
    this.ids = ids;
    const others = [...button.parentElement.querySelectorAll("button:enabled")];
    (button.disabled ? others[0] : button).focus();
    const title = this.records.byId.get(id)?.title ?? id.slice(0, SHOWN);
    this.status.textContent = fill(this.words.moved, { title, place: at + by + 1 });
  }

  #drop(id) {
    const { ids } = this;
    const at = ids.indexOf(id);
    this.ids = ids.filter((other) => other !== id);
    const next = this.ids[Math.min(at, ids.length - 2)];
    const button = next && this.#section(next).querySelector(".hb-entry-tools :last-child");
    (button ?? document.getElementById("main")).focus();
  }

  /** Name at the end the sources that are cited, and what of them. */
  #nameSources() {
    const sources = new Map();
    for (const mark of this.list.querySelectorAll("a.mark")) {
      const source = this.records.at(mark.href.replace(/#.*/, ""));
      if (!source) continue;
      if (!sources.has(source)) sources.set(source, new Map());
      sources.get(source).set(mark.href, mark.getAttribute("aria-label"));
    }
    const byNumber = ([a], [b]) => a.localeCompare(b, undefined, { numeric: true });
    const parts = [...sources].flatMap(([source, places]) => [
      make("p", {}, make("a", { href: source.address }, source.title)),
      make(
        "ul",
        {},
        ...[...places]
          .sort(byNumber)
          .map(([href, said]) => make("li", {}, make("a", { href }, said))),
      ),
    ]);
    this.sources.replaceChildren(
      ...(parts.length ? [make("h2", {}, this.words.sources)] : []),
      ...parts,
    );
  }

  /** Return the document without what only works on this page, its links as they are published. */
  #saved() {
    const text = this.text.cloneNode(true);
    for (const part of text.querySelectorAll(".hb-entry-tools, .hb-entry-missing, button"))
      part.remove();
    const { ids, published } = this;
    const { root } = this.config;
    for (const link of text.querySelectorAll("[href]")) {
      const href = link.getAttribute("href");
      const record = this.records.at(href);
      if (record && ids.includes(record.id)) link.setAttribute("href", `#entry-${record.id}`);
      else if (href.startsWith(root))
        link.setAttribute("href", published + href.slice(root.length));
    }
    return [document.querySelector(".hb-article h1").cloneNode(true), text];
  }
}
