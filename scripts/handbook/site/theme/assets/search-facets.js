// The facets beside the results: several values of one facet widen, several facets narrow; the
// counts say what a click would leave.

import { button, make, part } from "./dom.js";

/** The facets of a search box, and what a reader has chosen of them. */
export class Facets {
  /**
   * @param {Names} names
   * @param {function()} changed Called when the choice or the list of names has changed.
   */
  constructor(names, changed) {
    this.names = names;
    this.data = names.data;
    this.changed = changed;
    this.choice = new Map(Object.keys(this.data.facets).map((facet) => [facet, new Set()]));
    this.summary = make("summary", {}, this.data.words.filters);
    this.groups = part("div", "groups");
    this.element = part("details", "facets", this.summary, this.groups);
    this.element.addEventListener("toggle", () => this.#opened());
  }

  /** Facets are counted over all records; a long list of names comes when a reader wants them. */
  async #opened() {
    if (!this.element.open || this.names.complete) return;
    try {
      await this.names.loadAll();
      this.changed();
    } catch {
      this.element.open = false; // to be tried again
    }
  }

  /** The number of values chosen. */
  get chosen() {
    return [...this.choice.values()].reduce((sum, values) => sum + values.size, 0);
  }

  #values(entry, facet) {
    return facet === "kind" ? [this.names.kindOf(entry)] : (entry.f?.[facet] ?? []);
  }

  #passes(entry, but) {
    const narrowing = [...this.choice].filter(([facet, { size }]) => size && facet !== but);
    const isIn = ([facet, chosen]) => this.#values(entry, facet).some((value) => chosen.has(value));
    return narrowing.every(isIn);
  }

  /** Return the results that the choice leaves. */
  filter(results) {
    return results.filter(({ entry }) => this.#passes(entry));
  }

  /** Show each facet's values with how many results each would leave. */
  show(results) {
    if (!this.names.complete) return;
    const focused = document.activeElement?.dataset?.facet;
    const groups = Object.keys(this.data.facets).map((facet) => this.#group(facet, results));
    this.groups.replaceChildren(...groups.filter(Boolean));
    if (this.chosen) this.groups.append(this.clearing());
    const { filters } = this.data.words;
    this.summary.textContent = this.chosen ? `${filters} · ${this.chosen}` : filters;
    if (focused) this.groups.querySelector(`[data-facet=${CSS.escape(focused)}]`)?.focus();
  }

  #group(facet, results) {
    const chosen = this.choice.get(facet);
    const counts = new Map([...chosen].map((value) => [value, 0]));
    const left = results.filter(({ entry }) => this.#passes(entry, facet));
    for (const value of left.flatMap(({ entry }) => this.#values(entry, facet)))
      counts.set(value, (counts.get(value) ?? 0) + 1);
    if (!counts.size) return null;
    const rank = ([kind]) => this.names.kinds.indexOf(kind);
    const byRank = (a, b) => rank(a) - rank(b);
    const byCount = (a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1);
    const labels = [...counts].sort(facet === "kind" ? byRank : byCount).map(([value, count]) => {
      const onchange = (event) => {
        chosen[event.target.checked ? "add" : "delete"](value);
        this.changed();
      };
      const state = { checked: chosen.has(value), "data-facet": `${facet}:${value}`, onchange };
      const input = make("input", { type: "checkbox", ...state });
      const name = this.data.values[facet]?.[value] ?? this.names.byId.get(value)?.t ?? value;
      return part("label", "value", input, name, part("span", "number", count));
    });
    return part("fieldset", "facet", make("legend", {}, this.data.facets[facet]), ...labels);
  }

  /** Return a button that takes the whole choice back. */
  clearing() {
    return button(this.data.words.clear_filters, () => {
      for (const chosen of this.choice.values()) chosen.clear();
      this.changed();
    });
  }

  /** Take the choice from an address's parameters; what is no value of a facet chooses nothing. */
  async read(parameters) {
    if ([...this.choice.keys()].some((facet) => parameters.has(facet))) await this.names.loadAll();
    for (const [facet, chosen] of this.choice) {
      chosen.clear();
      const known = new Set(this.names.entries.flatMap((entry) => this.#values(entry, facet)));
      for (const value of parameters.getAll(facet)) if (known.has(value)) chosen.add(value);
    }
    if (this.chosen) this.element.open = true;
  }

  /** Add the choice to an address's parameters. */
  write(parameters) {
    for (const [facet, chosen] of this.choice)
      for (const value of chosen) parameters.append(facet, value);
  }
}
