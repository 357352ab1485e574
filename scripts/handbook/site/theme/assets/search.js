// The search box: a dialog over any page, and the same box as the search page. Loaded when a
// reader opens it, never before. The build defines NAMES_PATH (search/__init__.py).

import { Names, byForce } from "./search-names.js";
import { fetchJson, once } from "./search-files.js";
import { TextIndex } from "./search-index.js";
import { LONGEST, answer } from "./search-query.js";
import { marked, quotation } from "./search-excerpt.js";
import { Facets } from "./search-facets.js";
import { button, fill, make, part, stored, styled, whenSeen } from "./dom.js";

/**
 * How many results are quoted at once, and how many are listed before the reader asks for more:
 * fewer where each must be fetched.
 */
const QUOTED = 4;
const LISTED = { complete: 300, incomplete: 8 };
/** Recent searches: how many, and under which name this browser keeps them. */
const RECENT = 6;
const STORE = "handbook-recent-searches";
/** How long an answer may take before the reader is told to wait, in milliseconds. */
const PATIENCE = 300;

/** The field in which a reader types: the browser neither completes nor corrects. */
const FIELD = {
  ...{ type: "search", name: "q", class: "hb-search__input", enterkeyhint: "search" },
  ...{ autocomplete: "off", autocapitalize: "off", spellcheck: "false" },
};

const shorten = (text) => (text.length > 40 ? `${text.slice(0, 40)}…` : text);

const loaded = new Map();

/** Load the styles and the list of names, once; what failed is tried again the next time. */
const load = ({ styles, root, lang }) =>
  once(loaded, lang, async () => {
    const fetchList = (part) => fetchJson(root + fill(NAMES_PATH, { lang, part }), "no-cache");
    const [data] = await Promise.all([fetchList(""), styled(styles)]);
    const names = new Names(data, fetchList);
    return { names, index: new TextIndex(root, names) };
  });

class Box {
  #asked = 0;
  #answer = null;

  /**
   * @param {Object} config What the page says of search: {lang, root, page}.
   * @param {Object} loaded {names, index}.
   * @param {boolean} isPage Whether the box is part of the search page.
   */
  constructor(config, loaded, isPage) {
    const { data } = loaded.names;
    const { words } = data;
    Object.assign(this, loaded, { config, isPage, data, words });
    this.facets = new Facets(this.names, () => this.#ask());
    this.input = make("input", {
      ...FIELD,
      placeholder: words.placeholder,
      "aria-label": words.label,
      oninput: (event) => event.isComposing || this.#ask(event.timeStamp),
      oncompositionend: (event) => this.#ask(event.timeStamp),
    });
    const clear = button(words.empty, () => this.#set(""));
    const close = isPage ? null : button(words.close, () => this.dialog.close());
    const asForm = { class: "hb-search__form", role: "search", action: config.page };
    const onsubmit = (event) => this.#submit(event);
    const form = make("form", { ...asForm, onsubmit }, this.input, clear, close);
    this.status = make("p", { class: "hb-search__status", role: "status", "aria-live": "polite" });
    this.list = part("ol", "results");
    this.help = part("div", "help");
    this.link = make("a", { class: "hb-search__page" }, words.page);
    this.body = part("div", "body", this.status, this.help, this.list);
    const keys = make("span", { "aria-hidden": "true" }, words.keys);
    const parts = [form, this.facets.element, this.body];
    if (!isPage) parts.push(part("footer", "foot", keys, this.link));
    const onkeydown = (event) => this.#onKey(event);
    const onclick = ({ target }) =>
      target.closest("a[data-result], a[data-subresult]") && this.#remember();
    this.element = make("div", { class: "hb-searchbox", onkeydown, onclick }, ...parts);
    if (isPage) return;
    const onOutside = ({ target }) => target === this.dialog && this.dialog.close();
    const asDialog = { class: "hb-search-dialog", "aria-label": words.label, onclick: onOutside };
    this.dialog = make("dialog", asDialog, this.element);
    document.body.append(this.dialog);
  }

  /** Put a query in and answer it. */
  #set(text) {
    this.input.value = text;
    this.input.focus();
    return this.#ask();
  }

  /** Take the query and the facets from the address. */
  async readAddress() {
    const parameters = new URLSearchParams(location.search);
    this.input.value = parameters.get("q") ?? "";
    await this.facets.read(parameters);
    await this.#ask();
  }

  /** Answer what is typed; an answer that comes after a newer question is dropped. */
  async #ask(since = performance.now()) {
    const number = ++this.#asked;
    const isCurrent = () => number === this.#asked;
    const typed = this.input.value;
    this.#writeAddress();
    const showWaiting = () => isCurrent() && (this.status.textContent = this.words.loading);
    const waiting = setTimeout(showWaiting, PATIENCE);
    let given;
    try {
      given = typed.trim()
        ? await answer(typed, this.names, this.index, isCurrent)
        : this.#allRecords();
      await this.index.know(given.results.slice(0, this.#listed));
    } catch (error) {
      given = { query: this.names.read(typed), results: [], how: "none", partial: error };
    }
    // Without a query, or behind facets, results are quoted as they come into view.
    if (isCurrent() && given.how !== "start" && !this.facets.chosen) {
      const first = given.results.slice(0, QUOTED);
      await Promise.all(first.map((result) => this.#prepare(result, given)));
    }
    clearTimeout(waiting);
    if (!isCurrent()) return;
    this.#answer = given;
    this.#show(given, typed);
    performance.measure("handbook-search", { start: since, end: performance.now(), detail: typed });
  }

  /** Without a query all records answer, for the facets to choose from. */
  #allRecords() {
    const records = this.names.entries.filter((entry) => this.names.kindOf(entry) !== "pages");
    const byKind = (a, b) => a.entry.k - b.entry.k || byForce(a, b);
    const results = records.map((entry) => ({ entry })).sort(byKind);
    return { query: this.names.read(""), results, how: this.facets.chosen ? "all" : "start" };
  }

  #show(given, typed) {
    const results = given.how === "start" ? [] : this.facets.filter(given.results);
    this.facets.show(given.results);
    this.list.replaceChildren();
    this.help.replaceChildren();
    this.body.scrollTop = 0;
    this.status.textContent = this.#sentences(given, typed, results.length).join(this.data.gap);
    if (given.how === "start") this.#suggest();
    else if (!results.length) this.#offerOtherWays(given, typed);
    this.#listResults(results, given);
    this.list.dispatchEvent(new Event("hb-listed", { bubbles: true })); // for selecting
  }

  /** Return what the status says of an answer. */
  #sentences({ how, words = [], related = [], partial, results }, typed, count) {
    const say = this.words;
    const query = shorten(typed);
    const spelt = (word) => this.names.spelling(word, typed);
    const listing = (items) => ({ query, words: items.map(spelt).join(this.data.separator) });
    const isLoose = how === "loose" && words.length > 0;
    const others = how === "loose" && !isLoose ? say.related : say.related_too;
    const none = results.length ? say.none_filtered : say.none;
    const some = how === "all" ? say.count_all : count === 1 ? say.count_one : say.count;
    return [
      partial && (navigator.onLine ? say.partial : say.offline),
      typed.length > LONGEST && fill(say.cut, { count: LONGEST }),
      how === "near" && say.near,
      isLoose && fill(say.loose, listing(words)),
      related.length && fill(others, listing(related)),
      how !== "start" && fill(count || how === "all" ? some : none, { query, count }),
    ].filter(Boolean);
  }

  get #listed() {
    return this.names.complete ? LISTED.complete : LISTED.incomplete;
  }

  #listResults(results, given) {
    const [first, rest] = [results.slice(0, this.#listed), results.slice(this.#listed)];
    this.list.append(...first.map((result) => this.#result(result, given)));
    const next = rest.slice(0, this.#listed);
    if (!next.length) return;
    const more = async () => {
      await this.index.know(next).catch(() => {});
      item.remove();
      this.#listResults(rest, given);
      this.list.dispatchEvent(new Event("hb-listed", { bubbles: true }));
    };
    const item = make("li", {}, button(fill(this.words.more, { count: next.length }), more));
    this.list.append(item);
  }

  /**
   * Make a result's item; its quotation follows when it comes into view, where it was not read
   * before.
   */
  #result(result, given) {
    const { entry, lang, name } = result;
    const { data, words } = this;
    const mark = (text) => marked(text, given.terms, this.names);
    const asLink = { href: this.#href(entry), "data-result": true, class: "hb-search__title" };
    const link = make("a", asLink, ...mark(entry.t));
    const over = entry.e ? entry.f.state.map((state) => data.values.state[state]) : [];
    const isA = [...over, data.values.kind[this.names.kindOf(entry)]];
    const kind = part("span", "kind", isA.join(" · "));
    const item = part("li", "result", part("p", "heading", link, kind));
    const twin = lang !== data.lang && entry.o?.[lang]?.[0];
    if (twin) {
      const sentence = fill(words.twin, { language: data.languages[lang], title: twin });
      const asTwin = { href: this.#href(entry, "", lang), lang, hreflang: lang };
      item.append(part("p", "twin", make("a", asTwin, sentence)));
    } else if (name && !entry.t.includes(name)) item.append(part("p", "name", ...mark(name)));
    const quote = async () => this.#quote(item, entry, await this.#prepare(result, given));
    if (result.quotation) this.#quote(item, entry, result.quotation);
    else whenSeen(item, quote);
    return item;
  }

  async #prepare(result, given) {
    const none = { excerpt: [], sections: [] }; // the link still stands
    result.quotation ??= await quotation(result, given, this.names, this.index).catch(() => none);
    return result.quotation;
  }

  #quote(item, entry, { excerpt, sections }) {
    if (excerpt.length) item.append(part("p", "excerpt", ...excerpt));
    const items = sections.map(({ title, anchor, excerpt }) => {
      const link = make("a", { href: this.#href(entry, anchor), "data-subresult": true }, ...title);
      return make("li", {}, link, part("span", "excerpt", ...excerpt));
    });
    if (items.length) item.append(part("ul", "sections", ...items));
  }

  /** Offer in the empty box what was searched before, and what the handbook suggests. */
  #suggest() {
    const recent = recentSearches();
    const again = recent.map((query) => [query, this.#searchHref(query), () => this.#set(query)]);
    const forget = button(this.words.forget, () => (keep([]), this.#ask()));
    if (recent.length) this.#offer(this.words.recent, again, forget);
    for (const [title, ids] of this.data.suggested)
      this.#offer(title, this.#linksTo(ids.map((id) => this.names.byId.get(id))));
  }

  /** Offer where nothing was found near names, the other languages, the glossary, the lists. */
  #offerOtherWays({ query, nearest = [], how }, typed) {
    const { words, data } = this;
    if (nearest.length)
      this.#offer(words.nearest, this.#linksTo(nearest.map(({ entry }) => entry)));
    const ways = [];
    for (const [lang, language] of Object.entries(data.languages)) {
      const isInScript = data.scripts[lang] === query.han;
      if (how !== "none" || !query.key || lang === data.lang || !isInScript) continue;
      const sentence = fill(words.other_language, { language, query: shorten(typed) });
      ways.push([sentence, this.#searchHref(typed.slice(0, LONGEST), lang)]);
    }
    const { glossary, practices } = data.pages;
    ways.push([words.glossary, this.#url(glossary)], [words.browse, this.#url(practices)]);
    this.#offer("", ways);
    if (this.facets.chosen) this.help.append(this.facets.clearing());
  }

  #linksTo(entries) {
    return entries.map((entry) => [entry.t, this.#href(entry)]);
  }

  /** Add a list of links [text, address, what a click does instead] to the help. */
  #offer(title, links, more = null) {
    const items = links.map(([text, href, instead]) => {
      const link = make("a", { href, "data-suggestion": true }, text);
      if (instead) link.addEventListener("click", (event) => (event.preventDefault(), instead()));
      return make("li", {}, link);
    });
    const heading = title && make("h2", {}, title);
    this.help.append(part("section", "group", heading, make("ul", {}, ...items), more));
  }

  #url(path, lang = this.data.lang) {
    return this.config.root + this.data.roots[lang] + path;
  }

  #href(entry, anchor = "", lang = this.data.lang) {
    const page = entry.a.replace(/#.*/, "");
    return this.#url(anchor ? `${page}#${encodeURIComponent(anchor)}` : entry.a, lang);
  }

  #searchHref(query, lang = this.data.lang) {
    return `${this.#url(this.data.pages.search, lang)}?${new URLSearchParams({ q: query })}`;
  }

  /**
   * Keep the query and the facets in the address: of the search page itself, or of the link that
   * leads there.
   */
  #writeAddress() {
    const parameters = new URLSearchParams();
    const query = this.input.value.slice(0, LONGEST).trim();
    if (query) parameters.set("q", query);
    this.facets.write(parameters);
    const search = parameters.size ? `?${parameters}` : "";
    this.link.href = this.#url(this.data.pages.search) + search;
    if (this.isPage) history.replaceState(history.state, "", location.pathname + search);
  }

  #onKey(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      event.stopPropagation();
      if (this.isPage) return this.input.value && this.#set("");
      event.preventDefault();
      return this.dialog.close();
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const all = "[data-result], [data-subresult], [data-suggestion]";
    const links = [...this.element.querySelectorAll(all)].filter((link) => link.offsetParent);
    const at = links.indexOf(document.activeElement);
    if (!step || (at < 0 && document.activeElement !== this.input)) return;
    event.preventDefault();
    const next = at + step;
    (next < 0 ? this.input : links[Math.min(next, links.length - 1)])?.focus();
  }

  /** Enter in the field opens the first result once it is there. */
  async #submit(event) {
    event.preventDefault();
    if (this.#answer?.query.typed !== this.input.value.slice(0, LONGEST)) await this.#ask();
    if (this.input.value.trim()) this.list.querySelector("[data-result]")?.click();
  }

  #remember() {
    const query = this.input.value.trim();
    const others = recentSearches().filter((other) => other !== query);
    if (query && query.length <= LONGEST) keep([query, ...others].slice(0, RECENT));
  }

  /** Open the box in its dialog. */
  show() {
    if (!this.dialog.open) this.dialog.showModal();
    this.input.select();
    this.input.focus();
    this.#ask();
  }
}

/** Return the recent searches, which stay in this browser. */
function recentSearches() {
  try {
    return JSON.parse(stored(STORE)).filter((query) => typeof query === "string");
  } catch {
    return []; // none yet, or no list
  }
}

const keep = (queries) => stored(STORE, JSON.stringify(queries));

let dialog = null;

/** Open the box over the page; rejects where its files cannot be loaded. */
export async function open(config) {
  dialog ??= new Box(config, await load(config), false);
  dialog.show();
}

/**
 * Make the box a part of the search page, with the query of the address; rejects where its files
 * cannot be loaded.
 */
export async function mount(config, place) {
  const box = new Box(config, await load(config), true);
  place.replaceChildren(box.element);
  window.addEventListener("popstate", () => box.readAddress());
  await box.readAddress();
}
