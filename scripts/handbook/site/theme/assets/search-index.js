// Pagefind behind one door: it loads on the first query, says so when a file is missing or
// broken, and gives pages as entries of the list of names.

import { decode, fetchBytes, fetchJson, once } from "./search-files.js";
import { HAN, paired, squeezed } from "./search-text.js";

const SIGNATURE = "pagefind_dcd";
/** How many pages are read at most to make sure that they hold the words. */
const CHECKED = 4;
/**
 * How many words of a phrase are looked up, and of a paragraph half as many; the pages that hold
 * them in a row are read for the rest.
 */
const LOOKED_UP = 12;
/** How many characters of a sentence are cut into pieces. */
export const LONGEST_CUT = 16;

/** The texts of one language. A hit is {entry, score}. */
export class TextIndex {
  #loading = null;
  #fail = null;
  #texts = new Map();
  #phrases = new Map();

  /**
   * @param {string} root The site's address.
   * @param {Names} names
   */
  constructor(root, names) {
    this.base = `${root}pagefind/`;
    this.names = names;
    const { fetch } = window;
    // Pagefind swallows a missing word file and shouts about others; so its requests pass here,
    // and what fails is known and quiet.
    window.fetch = (input, options) => {
      const address = new URL(input.url ?? input, document.baseURI).href;
      if (address.startsWith(this.base)) return this.#fetch(address);
      return fetch.call(window, input, options);
    };
  }

  async #fetch(address) {
    try {
      const bytes = await fetchBytes(address);
      const valid = /\.pf_\w+$|\.pagefind$/.test(address)
        ? decode(bytes.slice(0, SIGNATURE.length)) === SIGNATURE
        : JSON.parse(decode(bytes)).languages[this.names.data.lang.toLowerCase()];
      if (!valid) throw new Error(address);
      return new Response(bytes);
    } catch (error) {
      this.#fail?.(error);
      return new Promise(() => {}); // Pagefind waits in silence; the reader is told by whoever asked
    }
  }

  /**
   * Do something with Pagefind; rejects as soon as any of its files fails, and starts afresh the
   * next time.
   */
  async #guarded(work) {
    try {
      this.#loading ??= this.#load();
      const { failure } = await this.#loading;
      return await Promise.race([work(), failure]);
    } catch (error) {
      this.#loading = null;
      this.#phrases.clear();
      throw error;
    }
  }

  async #load() {
    const failure = new Promise((_, reject) => (this.#fail = reject));
    failure.catch(() => {});
    const { createInstance } = await import(`${this.base}pagefind.js`);
    return { pagefind: createInstance({ basePath: this.base, noWorker: true }), failure };
  }

  async #hits(words) {
    const { pagefind } = await this.#loading;
    const { results } = await pagefind.search(words);
    const hits = results.map(({ id, score }) => ({ entry: this.names.of(id), score }));
    return hits.filter(({ entry }) => entry);
  }

  /**
   * Return the hits of a query: {phrase, all}; in `phrase` are those that hold it word for word,
   * in `all` those that hold its words.
   */
  search({ text, quoted, han, words }) {
    return this.#guarded(async () => {
      const phrase = await this.#phrase(text);
      if (quoted || (han && phrase.length && !text.includes(" "))) return { phrase, all: [] };
      if (han) return { phrase, all: await this.#together(text) };
      const looked = words.slice(0, LOOKED_UP);
      const all = await this.#hits(looked.join(" "));
      if (phrase.length || (await this.#areKnown(looked))) return { phrase, all };
      // Pagefind also takes the beginning of an unknown word for a word.
      const stems = looked.map((word) => this.names.stem(word, "texts"));
      const holdsAll = (content) => stems.every((stem) => content.includes(stem));
      return { phrase, all: await this.#holding(all, holdsAll) };
    });
  }

  /** Return the hits of one phrase as it is written. */
  exactly(text) {
    return this.#guarded(() => this.#phrase(text));
  }

  /** Cut a Chinese text into the longest pieces that some page holds, as [{word, hits}]. */
  pieces(text) {
    return this.#guarded(() => this.#pieces(text));
  }

  /** Return the hits of a phrase; whoever types on asks for its beginning again and again. */
  #phrase(text) {
    return once(this.#phrases, text, () => this.#lookUp(text));
  }

  // A phrase is a run of the index's words, so that it is found wherever it is and nothing else is.
  async #lookUp(text) {
    const words = paired(text.replaceAll('"', " "));
    const [first] = words;
    if (words.length === 1 && HAN.test(first) && [...first].length === 1) {
      // One character: all pairs that begin with it.
      const { pagefind } = await this.#loading;
      const pairs = this.names.data.spread[first] ?? [];
      await Promise.all(pairs.map((pair) => pagefind.preload(pair)));
      return this.#hits(first);
    }
    const beginning = words.slice(0, words.length > 2 * LOOKED_UP ? LOOKED_UP / 2 : LOOKED_UP);
    const hits = await this.#hits(`"${beginning.join(" ")}"`);
    if (beginning.length === words.length) return hits;
    const held = await this.#holding(hits, (content) => squeezed(content).includes(squeezed(text)));
    return held.length === CHECKED ? hits : held;
  }

  /**
   * Return the pages that hold all words of a query, wherever they are; a part that no page holds
   * is cut into pieces.
   */
  async #together(text) {
    if (text.length > LONGEST_CUT) return []; // no page holds all words of a paragraph
    const pieces = [];
    for (const part of text.split(" ")) {
      const hits = await this.#phrase(part);
      const more =
        hits.length || !HAN.test(part) ? [{ word: part, hits }] : await this.#pieces(part);
      if (!more[0]?.hits.length || lengthOf(more) * 2 <= part.length) return [];
      pieces.push(...more);
    }
    const scores = new Map();
    for (const { entry, score } of pieces.flatMap(({ hits }) => hits)) {
      const { count = 0, sum = 0 } = scores.get(entry) ?? {};
      scores.set(entry, { count: count + 1, sum: sum + score });
    }
    return [...scores]
      .filter(([, { count }]) => count === pieces.length)
      .map(([entry, { sum }]) => ({ entry, score: sum }))
      .sort((a, b) => b.score - a.score);
  }

  /**
   * No browser's dictionary knows the words of this place; so the index tells from the left which
   * pieces there are.
   */
  async #pieces(text) {
    const pieces = [];
    for (let from = 0; from < text.length - 1;) {
      let piece = null;
      for (let to = from + 2; to <= text.length; to++) {
        const word = text.slice(from, to);
        const hits = await this.#phrase(word);
        if (!hits.length) break;
        piece = { word, hits };
      }
      if (piece) pieces.push(piece);
      from += piece?.word.length ?? 1;
    }
    return pieces;
  }

  async #areKnown(words) {
    for (const word of words) if (!(await this.#phrase(word)).length) return false;
    return true;
  }

  /** Return those hits whose pages really hold what was typed; no more than a few are read. */
  async #holding(hits, holds) {
    const read = async (hit) => holds(this.names.fold((await this.text(hit.entry)).content));
    const first = hits.slice(0, CHECKED);
    const held = await Promise.all(first.map(read));
    return first.filter((_, number) => held[number]);
  }

  /** Complete the entries of results of which only the text file is known. */
  async know(results) {
    const unknown = results.filter(({ entry }) => entry.a === undefined);
    const texts = await Promise.all(unknown.map(({ entry }) => this.text(entry)));
    this.names.add(texts.map(({ entry }) => entry));
  }

  /**
   * Return the text of an entry's page: {content, title, sections}, each section as [anchor,
   * title, where it starts].
   */
  text({ h: file }) {
    return once(this.#texts, file, () => fetchJson(`${this.base}fragment/${file}.pf_fragment`));
  }
}

/** Return how many characters pieces have together. */
export const lengthOf = (pieces) => pieces.reduce((sum, { word }) => sum + word.length, 0);
