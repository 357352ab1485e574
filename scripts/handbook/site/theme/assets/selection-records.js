// The handbook's records, and which of them a reader has selected.

import { stored } from "./dom.js";

/** An address without what does not tell pages apart. */
function plain(address) {
  const url = new URL(address, document.baseURI);
  url.search = "";
  url.pathname = url.pathname.replace(/index\.html$/, "");
  return url.href;
}

/** All records, in the handbook's order: {id, title, address, order}. */
export class Records {
  /**
   * @param {Object} data What the build writes (site/selection.py).
   * @param {string} root The address of the site.
   */
  constructor({ places, was, words }, root) {
    this.words = words;
    this.was = new Map(Object.entries(was));
    this.byId = new Map();
    this.byAddress = new Map();
    for (const [place, titles] of places)
      for (const [id, title] of titles) {
        const address = new URL(place + id + (place.endsWith("#") ? "" : "/"), root).href;
        const record = { id, title, address, order: this.byId.size };
        this.byId.set(id, record);
        this.byAddress.set(address, record);
      }
  }

  /** Return the record that an address leads to, if any. */
  at(address) {
    return this.byAddress.get(plain(address));
  }

  /** Return ids without doubles, former ones as they are now. */
  now(ids) {
    return [...new Set(ids.map((id) => this.was.get(id) ?? id))];
  }
}

/** The ids of the entries that the reader has selected, in the reader's order. */
export class Selected extends EventTarget {
  #records;
  #name;
  #kept = null;

  /**
   * @param {Records} records
   * @param {string} name Under which this browser keeps them; where it keeps nothing, the page does.
   */
  constructor(records, name) {
    super();
    this.#records = records;
    this.#name = name;
    this.#kept = stored(name);
    const changed = () => this.dispatchEvent(new Event("change"));
    window.addEventListener("storage", ({ key }) => key === name && changed());
    window.addEventListener("pageshow", ({ persisted }) => persisted && changed());
  }

  get ids() {
    try {
      const ids = JSON.parse(stored(this.#name) ?? this.#kept);
      return this.#records.now(ids.filter((id) => typeof id === "string"));
    } catch {
      return []; // none yet, or no list
    }
  }

  set ids(ids) {
    this.#kept = ids.length ? JSON.stringify(ids) : "";
    stored(this.#name, this.#kept);
    this.dispatchEvent(new Event("change"));
  }

  /** Whether the next page will know of it. */
  get isKept() {
    return stored(this.#name) !== null;
  }

  has(id) {
    return this.ids.includes(id);
  }

  /** Add entries, each before the first that follows it in the handbook. */
  add(...added) {
    const { ids } = this;
    const order = (id) => this.#records.byId.get(id)?.order ?? Infinity;
    for (const id of added.filter((each) => !ids.includes(each))) {
      const next = ids.findIndex((other) => order(other) > order(id));
      ids.splice(next < 0 ? ids.length : next, 0, id);
    }
    this.ids = ids;
  }

  /** Add an entry, or take it out. */
  toggle(id) {
    if (this.has(id)) this.ids = this.ids.filter((other) => other !== id);
    else this.add(id);
  }
}
