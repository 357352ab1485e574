// The search box: a dialog over any page, and the same box as the search page. Loaded when a reader opens it, never before.

import { Names } from "./search-names.js";
import { TextIndex, fetchBytes } from "./search-index.js";
import { LONGEST, answer } from "./search-query.js";
import { marked, quotation } from "./search-excerpt.js";
import { Facets } from "./search-facets.js";
import { make, whenSeen } from "./search-dom.js";

/** How many results are quoted at once, and how many are listed before the reader asks for more: fewer where each must be fetched. */
const AT_ONCE = 4;
const LISTED = { known: 300, unknown: 8 };
const RECENT = 6;
const STORE = "handbook-recent-searches";

/** Fill `{name}` in a sentence. */
const fill = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_, name) => values[name]);

let loading = null;

/** Load the styles and the list of names, once; what failed is tried again the next time. */
function load(config) {
  loading ??= (async () => {
    const styles = make("link", { rel: "stylesheet", href: config.styles });
    const styled = new Promise((resolve) =>
      ["load", "error"].forEach((event) => styles.addEventListener(event, resolve)),
    );
    document.head.append(styles);
    const fetchList = async (end) => {
      const address = new URL(`search/names.${config.lang}${end}.json.gz`, config.root).href;
      return JSON.parse(
        new TextDecoder().decode(await fetchBytes(address, window.fetch, "no-cache")),
      );
    };
    const [data] = await Promise.all([fetchList(""), styled]);
    const names = new Names(data, fetchList);
    return { names, index: new TextIndex(config.root, names) };
  })();
  loading.catch(() => (loading = null));
  return loading;
}

class Box {
  #asked = 0;
  #last = null;

  constructor(config, loaded, { page = false } = {}) {
    Object.assign(this, loaded, { config, page, word: loaded.names.data.words });
    this.data = this.names.data;
    this.facets = new Facets(this.names, () => this.#ask());
    this.#build();
  }

  #build() {
    const { word } = this;
    this.input = make("input", {
      type: "search",
      name: "q",
      class: "hb-search__input",
      placeholder: word.placeholder,
      "aria-label": word.label,
      autocomplete: "off",
      autocapitalize: "off",
      spellcheck: "false",
      enterkeyhint: "search",
      oninput: (event) => event.isComposing || this.#ask(event.timeStamp),
      oncompositionend: (event) => this.#ask(event.timeStamp),
    });
    const form = make(
      "form",
      {
        class: "hb-search__form",
        role: "search",
        action: this.config.page,
        method: "get",
        onsubmit: (event) => this.#submit(event),
      },
      this.input,
      make(
        "button",
        { type: "button", class: "hb-search__button", onclick: () => this.#set("") },
        word.empty,
      ),
      this.page
        ? null
        : make(
            "button",
            { type: "button", class: "hb-search__button", onclick: () => this.close() },
            word.close,
          ),
    );
    this.status = make("p", { class: "hb-search__status", role: "status", "aria-live": "polite" });
    this.list = make("ol", { class: "hb-search__results" });
    this.help = make("div", { class: "hb-search__help" });
    this.link = make("a", { class: "hb-search__page" }, word.page);
    const foot = make(
      "footer",
      { class: "hb-search__foot" },
      make("span", { "aria-hidden": "true" }, word.keys),
      this.link,
    );
    this.body = make("div", { class: "hb-search__body" }, this.status, this.help, this.list);
    this.element = make(
      "div",
      { class: "hb-searchbox" },
      form,
      this.facets.element,
      this.body,
      this.page ? null : foot,
    );
    this.element.addEventListener("keydown", (event) => this.#keys(event));
    this.element.addEventListener(
      "click",
      (event) => event.target.closest?.("a[data-result], a[data-subresult]") && this.#remember(),
    );
  }

  /** Put a query in and answer it. */
  #set(text) {
    this.input.value = text;
    this.input.focus();
    return this.#ask();
  }

  async start(text, parameters) {
    this.input.value = text;
    await this.facets.read(parameters);
    await this.#ask();
  }

  /** Answer what stands in the field; an answer that comes after a newer question is dropped. */
  async #ask(since = performance.now()) {
    const asked = ++this.#asked;
    const typed = this.input.value;
    this.#address();
    // The first query waits for its files; whoever waits is told.
    const waiting = setTimeout(
      () => asked === this.#asked && (this.status.textContent = this.word.loading),
      300,
    );
    let given;
    try {
      given = typed.trim()
        ? await answer(typed, this.names, this.index, () => asked === this.#asked)
        : this.#everything();
      await this.#know(given.results);
    } catch (error) {
      given = {
        query: this.names.read(typed),
        results: [],
        how: "none",
        nearest: [],
        partial: error,
      };
    }
    if (asked !== this.#asked) return clearTimeout(waiting);
    const quoted = given.results.slice(0, AT_ONCE);
    // Without a query, or behind facets, what comes into view is read as it does.
    if (given.how !== "start" && !this.facets.chosen)
      await Promise.all(quoted.map((result) => this.#prepare(result, given)));
    clearTimeout(waiting);
    if (asked !== this.#asked) return;
    this.#last = given;
    this.#show(given, typed);
    performance.measure("handbook-search", { start: since, end: performance.now(), detail: typed });
  }

  /** Without a query all records answer, for the facets to choose from. */
  #everything() {
    const records = this.names.entries.filter((entry) => this.facets.kind(entry) !== "pages");
    const results = [...records].sort((a, b) => a.k - b.k).map((entry) => ({ entry }));
    return {
      query: this.names.read(""),
      results,
      how: this.facets.chosen ? "all" : "start",
      terms: [],
      nearest: [],
      partial: null,
    };
  }

  #show(given, typed) {
    const { word } = this;
    const chosen = given.how === "start" ? [] : this.facets.filter(given.results);
    this.facets.show(given.results);
    this.list.replaceChildren();
    this.help.replaceChildren();
    this.body.scrollTop = 0;
    const count = chosen.length;
    const said = [];
    if (given.partial) said.push(navigator.onLine === false ? word.offline : word.partial);
    if (typed.length > LONGEST) said.push(fill(word.cut, { count: LONGEST }));
    if (given.how === "near") said.push(word.near);
    if (given.words?.length && given.how === "loose")
      said.push(fill(word.loose, { words: this.#listing(given.words) }));
    if (given.related?.length) {
      const sentence =
        given.how === "loose" && !given.words.length ? word.related : word.related_too;
      said.push(fill(sentence, { query: shortened(typed), words: this.#listing(given.related) }));
    }
    if (given.how === "all") said.push(fill(word.count_all, { count }));
    else if (count) said.push(count === 1 ? word.count_one : fill(word.count, { count }));
    else if (given.how !== "start")
      said.push(
        given.results.length ? word.none_filtered : fill(word.none, { query: shortened(typed) }),
      );
    this.status.textContent = said.join(this.data.gap);
    if (given.how === "start") this.#suggest();
    else if (!count) this.#comfort(given, typed);
    this.#list(chosen, given);
    document.dispatchEvent(
      new CustomEvent("handbook:searched", { detail: { query: typed, results: count } }),
    );
  }

  #listing(words) {
    return words.map((each) => this.names.shown(each)).join(this.data.separator);
  }

  get #listed() {
    return this.names.complete ? LISTED.known : LISTED.unknown;
  }

  #know(results, from = 0) {
    return this.index.know(results.slice(from, from + this.#listed).map(({ entry }) => entry));
  }

  #list(results, given, from = 0) {
    const listed = this.#listed;
    const shown = results.slice(from, from + listed);
    this.list.append(...shown.map((result) => this.#result(result, given)));
    const left = results.length - from - shown.length;
    if (left <= 0) return;
    const more = make(
      "button",
      { type: "button", class: "hb-search__button" },
      fill(this.word.more, { count: Math.min(left, listed) }),
    );
    const item = make("li", {}, more);
    more.addEventListener("click", async () => {
      await this.#know(results, from + listed).catch(() => {});
      item.remove();
      this.#list(results, given, from + listed);
    });
    this.list.append(item);
  }

  /** Make a result's item; its quotation follows when it comes into view, where it was not read before. */
  #result(result, given) {
    const { entry } = result;
    const link = make("a", {
      href: this.#href(entry),
      "data-result": true,
      class: "hb-search__title",
    });
    link.append(...marked(entry.t, given.terms, this.names));
    const item = make("li", { class: "hb-search__result" });
    item.append(
      make(
        "p",
        { class: "hb-search__heading" },
        link,
        make("span", { class: "hb-search__kind" }, this.data.kinds[this.facets.kind(entry)]),
      ),
    );
    const other = result.lang && result.lang !== this.data.lang && entry.o?.[result.lang];
    if (other) {
      const words = fill(this.word.twin, {
        language: this.data.languages[result.lang].name,
        title: this.names.shown(other[0], result.lang),
      });
      item.append(
        make(
          "p",
          { class: "hb-search__twin" },
          make(
            "a",
            { href: this.#href(entry, "", result.lang), lang: result.lang, hreflang: result.lang },
            words,
          ),
        ),
      );
    } else if (result.name && !entry.t.includes(result.name)) {
      item.append(
        make("p", { class: "hb-search__name" }, ...marked(result.name, given.terms, this.names)),
      );
    }
    if (result.quotation) this.#quote(item, result);
    else if (given.how !== "start")
      whenSeen(item, async () => (await this.#prepare(result, given), this.#quote(item, result)));
    return item;
  }

  async #prepare(result, given) {
    try {
      result.quotation ??= await quotation(result, given, this.names, this.index);
    } catch {
      result.quotation = { excerpt: [], sections: [] }; // the link still stands
    }
  }

  #quote(item, { entry, quotation: { excerpt, sections } }) {
    if (excerpt.length) item.append(make("p", { class: "hb-search__excerpt" }, ...excerpt));
    if (!sections.length) return;
    const parts = sections.map(({ title, anchor, excerpt: words }) =>
      make(
        "li",
        {},
        make("a", { href: this.#href(entry, anchor), "data-subresult": true }, ...title),
        make("span", { class: "hb-search__excerpt" }, ...words),
      ),
    );
    item.append(make("ul", { class: "hb-search__sections" }, ...parts));
  }

  /** What the empty box offers: what was searched before, what many records mention, and the themes. */
  #suggest() {
    const recent = remembered();
    const links = recent.map((query) => [query, this.#searchHref(query), query]);
    if (links.length) this.help.append(this.#group(this.word.recent, links, true));
    const entries = this.data.suggested
      .map((id) => this.names.entries.find((entry) => entry.a.endsWith(`/${id}/`)))
      .filter(Boolean);
    this.help.append(
      this.#group(
        this.word.suggested,
        entries.map((entry) => [this.names.shown(entry.t), this.#href(entry)]),
      ),
    );
    const themes = this.names.entries.filter((entry) => this.facets.kind(entry) === "themes");
    this.help.append(
      this.#group(
        this.data.kinds.themes,
        themes.map((entry) => [this.names.shown(entry.t), this.#href(entry)]),
      ),
    );
  }

  /** What is offered where nothing was found: near names, the other languages, the glossary, the lists. */
  #comfort({ query, nearest, how }, typed) {
    const { word, data } = this;
    if (nearest?.length)
      this.help.append(
        this.#group(
          word.nearest,
          nearest.map(({ entry }) => [this.names.shown(entry.t), this.#href(entry)]),
        ),
      );
    const ways = [];
    if (how === "none" && query.key) {
      for (const lang of Object.keys(data.languages)) {
        const values = { language: data.languages[lang].name, query: shortened(typed) };
        if (lang !== data.lang)
          ways.push([
            fill(word.other_language, values),
            this.#searchHref(typed.slice(0, LONGEST), lang),
          ]);
      }
    }
    ways.push([word.glossary, this.#below("glossary/")], [word.browse, this.#below("practices/")]);
    this.help.append(this.#group("", ways));
    if (this.facets.chosen) this.help.append(this.facets.clearing());
  }

  #group(title, links, recent = false) {
    const items = links.map(([words, href, query]) => {
      const link = make("a", { href, "data-suggestion": true }, words);
      if (query)
        link.addEventListener("click", (event) => (event.preventDefault(), this.#set(query)));
      return make("li", {}, link);
    });
    const forget =
      recent &&
      make(
        "button",
        { type: "button", class: "hb-search__button", onclick: () => (forgotten(), this.#ask()) },
        this.word.forget,
      );
    return make(
      "section",
      { class: "hb-search__group" },
      title && make("h2", {}, title),
      make("ul", {}, ...items),
      forget || null,
    );
  }

  #below(path, lang = this.data.lang) {
    return new URL(`${lang === this.data.first ? "" : `${lang}/`}${path}`, this.config.root).href;
  }

  #href(entry, anchor = "", lang = this.data.lang) {
    return this.#below(
      anchor ? `${entry.a.replace(/#.*/, "")}#${encodeURIComponent(anchor)}` : entry.a,
      lang,
    );
  }

  #searchHref(query, lang = this.data.lang) {
    return `${this.#below("search/", lang)}?${new URLSearchParams({ q: query })}`;
  }

  /** Keep the query and the facets in the address: of the search page itself, or of the link that leads there. */
  #address() {
    const parameters = new URLSearchParams();
    if (this.input.value.trim()) parameters.set("q", this.input.value.slice(0, LONGEST).trim());
    this.facets.write(parameters);
    const query = parameters.size ? `?${parameters}` : "";
    this.link.href = this.#below("search/") + query;
    if (this.page) history.replaceState(history.state, "", location.pathname + query);
  }

  #links() {
    return [
      ...this.element.querySelectorAll("[data-result], [data-subresult], [data-suggestion]"),
    ].filter((link) => link.offsetParent);
  }

  #keys(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      event.stopPropagation();
      if (!this.page) {
        event.preventDefault();
        this.close();
      } else if (this.input.value) this.#set("");
      return;
    }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const links = this.#links();
    const at = links.indexOf(document.activeElement);
    if (at < 0 && document.activeElement !== this.input) return;
    event.preventDefault();
    const next = at + (event.key === "ArrowDown" ? 1 : -1);
    if (next < 0) this.input.focus();
    else links[Math.min(next, links.length - 1)]?.focus();
  }

  /** Enter in the field opens the first result once it is there. */
  async #submit(event) {
    event.preventDefault();
    if (this.#last?.query.typed !== this.input.value.slice(0, LONGEST)) await this.#ask();
    const first = this.list.querySelector("[data-result]");
    if (first && this.input.value.trim()) first.click();
  }

  #remember() {
    const query = this.input.value.trim();
    if (query && query.length <= LONGEST)
      keep([query, ...remembered().filter((other) => other !== query)].slice(0, RECENT));
  }

  show() {
    if (!this.dialog) {
      this.dialog = make(
        "dialog",
        { class: "hb-search-dialog", "aria-label": this.word.label },
        this.element,
      );
      this.dialog.addEventListener(
        "click",
        (event) => event.target === this.dialog && this.close(),
      );
      document.body.append(this.dialog);
    }
    if (!this.dialog.open) this.dialog.showModal();
    this.input.select();
    this.input.focus();
    this.#ask();
  }

  close() {
    this.dialog?.close();
  }
}

const shortened = (text) => (text.length > 40 ? `${text.slice(0, 40)}…` : text);

/** Recent searches stay in this browser; where it keeps nothing, nothing is kept. */
function remembered() {
  try {
    const kept = JSON.parse(localStorage.getItem(STORE) ?? "[]");
    return Array.isArray(kept) ? kept.filter((query) => typeof query === "string") : [];
  } catch {
    return [];
  }
}

function keep(queries) {
  try {
    localStorage.setItem(STORE, JSON.stringify(queries));
  } catch {
    // private browsing
  }
}

const forgotten = () => keep([]);

let dialog = null;

/** Open the box over the page; rejects where its files cannot be loaded. */
export async function open(config) {
  dialog ??= new Box(config, await load(config));
  dialog.show();
}

/** Make the box a part of the search page, with the query of the address; rejects where its files cannot be loaded. */
export async function mount(config, place) {
  const box = new Box(config, await load(config), { page: true });
  place.replaceChildren(box.element);
  const read = () => {
    const parameters = new URLSearchParams(location.search);
    return box.start(parameters.get("q") ?? "", parameters);
  };
  window.addEventListener("popstate", read);
  await read();
  return box.input;
}
