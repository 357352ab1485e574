// The facets beside the results: several values of one facet widen, several facets narrow; the counts say what a click would leave.

import { make } from "./search-dom.js";

export class Facets {
  constructor(names, changed) {
    this.names = names;
    this.data = names.data;
    this.changed = changed;
    this.choice = new Map(Object.keys(this.data.facets).map((facet) => [facet, new Set()]));
    this.summary = make("summary", {}, this.data.words.filters);
    this.groups = make("div", { class: "hb-search__groups" });
    this.element = make(
      "details",
      { class: "hb-search__facets", ontoggle: () => this.#opened() },
      this.summary,
      this.groups,
    );
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

  get chosen() {
    return [...this.choice.values()].reduce((sum, values) => sum + values.size, 0);
  }

  kind(entry) {
    return this.names.kinds[entry.k];
  }

  #values(entry, facet) {
    return facet === "kind" ? [this.kind(entry)] : (entry.f?.[facet] ?? []);
  }

  #passes(entry, but) {
    return [...this.choice].every(
      ([facet, values]) =>
        facet === but ||
        !values.size ||
        this.#values(entry, facet).some((value) => values.has(value)),
    );
  }

  filter(results) {
    return results.filter(({ entry }) => this.#passes(entry));
  }

  /** Show each facet's values with how many results each would leave. */
  show(results) {
    if (!this.names.complete) return;
    const focused = document.activeElement?.dataset?.facet;
    const groups = Object.entries(this.data.facets).map(([facet, title]) =>
      this.#group(facet, title, results),
    );
    this.groups.replaceChildren(...groups.filter(Boolean));
    if (this.chosen) this.groups.append(this.clearing());
    this.summary.textContent = this.chosen
      ? `${this.data.words.filters} · ${this.chosen}`
      : this.data.words.filters;
    if (focused)
      [...this.groups.querySelectorAll("input")]
        .find((input) => input.dataset.facet === focused)
        ?.focus();
  }

  #group(facet, title, results) {
    const chosen = this.choice.get(facet);
    const counts = new Map([...chosen].map((value) => [value, 0]));
    for (const { entry } of results) {
      if (!this.#passes(entry, facet)) continue;
      for (const value of this.#values(entry, facet))
        counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    if (!counts.size) return null;
    const order =
      facet === "kind"
        ? (a, b) => this.names.kinds.indexOf(a[0]) - this.names.kinds.indexOf(b[0])
        : (a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1);
    const items = [...counts].sort(order).map(([value, count]) => {
      const input = make("input", {
        type: "checkbox",
        checked: chosen.has(value),
        "data-facet": `${facet}:${value}`,
      });
      input.addEventListener("change", () => {
        chosen[input.checked ? "add" : "delete"](value);
        this.changed();
      });
      return make(
        "label",
        { class: "hb-search__value" },
        input,
        this.#name(facet, value),
        make("span", { class: "hb-search__number" }, String(count)),
      );
    });
    return make("fieldset", { class: "hb-search__facet" }, make("legend", {}, title), ...items);
  }

  #name(facet, value) {
    if (facet === "kind") return this.data.kinds[value];
    if (facet === "level") return this.data.levels[value] ?? value;
    return facet === "year" ? value : (this.names.titles.get(value) ?? value);
  }

  clearing() {
    const clear = () => {
      for (const values of this.choice.values()) values.clear();
      this.changed();
    };
    return make(
      "button",
      { type: "button", class: "hb-search__button", onclick: clear },
      this.data.words.clear_filters,
    );
  }

  /** Take the choice from an address; what is no value of a facet chooses nothing. */
  async read(parameters) {
    if ([...this.choice.keys()].some((facet) => parameters.has(facet))) await this.names.loadAll();
    for (const [facet, values] of this.choice) {
      values.clear();
      const known = new Set(this.names.entries.flatMap((entry) => this.#values(entry, facet)));
      for (const value of parameters.getAll(facet)) if (known.has(value)) values.add(value);
    }
    if (this.chosen) this.element.open = true;
  }

  write(parameters) {
    for (const [facet, values] of this.choice)
      for (const value of values) parameters.append(facet, value);
  }
}
