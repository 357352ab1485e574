// Pagefind behind one door: it loads on the first query, says so when a file is missing or broken, and gives pages as entries of the list
// of names.

import { HAN, closed, paired, squeezed } from "./search-text.js";

/** The files for searching texts cannot be read. */
export class IndexBroken extends Error {}

const SIGNATURE = "pagefind_dcd";
/** How many pages are read at most to make sure that they hold the words. */
const CHECKED = 4;
/** How many words of a phrase are looked up, and of a paragraph half as many; the pages that hold them in a row are read for the rest. */
const LOOKED_UP = 12;
/** How many characters of a sentence are cut into pieces. */
export const LONGEST_CUT = 16;

const plainFetch = window.fetch.bind(window);

/** Fetch a file of the site and unpack it where it is packed; the host may have unpacked it already. */
export async function fetchBytes(address, cache = "default") {
  const response = await plainFetch(address, { cache });
  if (!response.ok) throw new IndexBroken(`${response.status} ${address}`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

export class TextIndex {
  #loading = null;
  #broken = null;
  #texts = new Map();
  #phrases = new Map();

  constructor(root, names) {
    this.base = new URL("pagefind/", root).href;
    this.names = names;
    this.lang = names.data.lang;
    this.spaced = names.data.spaced;
    this.#guard();
  }

  /** Pagefind swallows a missing word file and shouts about others; so its requests pass here, and what fails is known and quiet. */
  #guard() {
    window.fetch = (input, options) => {
      const address = new URL(input instanceof Request ? input.url : input, document.baseURI).href;
      return address.startsWith(this.base) ? this.#checked(address) : plainFetch(input, options);
    };
  }

  /** Fetch a file; a page's text is asked for by Pagefind and by this module, and comes once. */
  #file(address) {
    if (!address.endsWith(".pf_fragment")) return fetchBytes(address);
    if (!this.#texts.has(address)) {
      const loading = fetchBytes(address);
      loading.catch(() => this.#texts.delete(address));
      this.#texts.set(address, loading);
    }
    return this.#texts.get(address);
  }

  async #checked(address) {
    try {
      const bytes = await this.#file(address);
      const text = new TextDecoder().decode(bytes.slice(0, SIGNATURE.length));
      if (
        /\.pf_\w+$|\.pagefind$/.test(address)
          ? text !== SIGNATURE
          : !JSON.parse(new TextDecoder().decode(bytes)).languages[this.lang]
      ) {
        throw new IndexBroken(address);
      }
      return new Response(bytes);
    } catch (error) {
      this.#broken?.(new IndexBroken(String(error)));
      return new Promise(() => {}); // Pagefind waits in silence; the reader is told by whoever asked
    }
  }

  /** Do something with Pagefind; rejects with IndexBroken as soon as any of its files fails, and starts afresh the next time. */
  async #with(work) {
    try {
      this.#loading ??= this.#load();
      const { pagefind, broken } = await this.#loading;
      return await Promise.race([work(pagefind), broken]);
    } catch (error) {
      this.#loading = null;
      this.#phrases.clear();
      throw error instanceof IndexBroken ? error : new IndexBroken(String(error));
    }
  }

  async #load() {
    const broken = new Promise((_, reject) => (this.#broken = reject));
    broken.catch(() => {});
    const { createInstance } = await import(`${this.base}pagefind.js`);
    return {
      pagefind: createInstance({ basePath: this.base, noWorker: true, excerptLength: 60 }),
      broken,
    };
  }

  /** Return the hits of a query: {phrase, all}; in `phrase` stand those that hold it word for word, in `all` those that hold its words. */
  async search(query) {
    return this.#with(async (pagefind) => {
      const phrase = await this.#phrase(pagefind, query.text);
      if (query.quoted) return { phrase, all: [] };
      if (!query.han) {
        const words = query.words.slice(0, LOOKED_UP);
        const all = this.#hits(await pagefind.search(words.join(" ")));
        return {
          phrase,
          all:
            phrase.length || (await this.#known(pagefind, words))
              ? all
              : await this.#holding(all, (content) => hasWords(content, words)),
        };
      }
      return {
        phrase,
        all:
          phrase.length && !query.text.includes(" ")
            ? []
            : await this.#together(pagefind, query.text),
      };
    });
  }

  /** Return the hits of one phrase as it stands. */
  async exactly(words) {
    return this.#with((pagefind) => this.#phrase(pagefind, words));
  }

  /** Return the pages that hold a phrase; whoever types on asks for its beginning again and again. */
  #phrase(pagefind, text) {
    if (!this.#phrases.has(text)) this.#phrases.set(text, this.#lookUp(pagefind, text));
    return this.#phrases.get(text);
  }

  // A phrase is a run of the index's words, so that it is found wherever it stands and nothing else is.
  async #lookUp(pagefind, text) {
    const words = paired(text.replaceAll('"', " "));
    if (words.length === 1 && HAN.test(words[0]) && words[0].length === 1) {
      // One character: all pairs that begin with it.
      await Promise.all(
        (this.names.data.spread[words[0]] ?? []).map((pair) => pagefind.preload(pair)),
      );
      return this.#hits(await pagefind.search(words[0]));
    }
    const beginning = words.slice(0, words.length > 2 * LOOKED_UP ? LOOKED_UP / 2 : LOOKED_UP);
    const hits = this.#hits(await pagefind.search(`"${beginning.join(" ")}"`));
    if (beginning.length === words.length) return hits;
    const held = await this.#holding(hits, (content) => squeezed(content).includes(squeezed(text)));
    return held.length === CHECKED ? hits : held;
  }

  /** Return the pages that hold all words of a query, wherever they stand; a part that stands nowhere is cut into pieces that do. */
  async #together(pagefind, text) {
    const found = [];
    if (text.length > LONGEST_CUT) return found; // no page holds all words of a paragraph
    for (const part of text.split(" ")) {
      const whole = await this.#phrase(pagefind, part);
      const pieces = whole.length
        ? [{ word: part, hits: whole }]
        : HAN.test(part)
          ? await this.#pieces(pagefind, part)
          : [];
      if (pieces.reduce((sum, { word }) => sum + word.length, 0) * 2 <= part.length) return [];
      found.push(...pieces.map(({ hits }) => hits));
    }
    const scores = found.map((hits) => new Map(hits.map((hit) => [hit.entry, hit.score])));
    const score = ({ entry }) => scores.reduce((sum, each) => sum + each.get(entry), 0);
    const shared = (found[0] ?? []).filter(({ entry }) => scores.every((each) => each.has(entry)));
    return shared.sort((a, b) => score(b) - score(a));
  }

  /** Cut a Chinese text into the longest pieces that stand somewhere, from the left: no browser's dictionary knows the words of this place. */
  async #pieces(pagefind, text) {
    const found = [];
    for (let from = 0; from < text.length - 1;) {
      let piece = null;
      for (let to = from + 2; to <= text.length; to++) {
        const word = text.slice(from, to);
        const hits = await this.#phrase(pagefind, word);
        if (!hits.length) break;
        piece = { word, hits };
      }
      if (piece) found.push(piece);
      from += piece?.word.length ?? 1;
    }
    return found;
  }

  async pieces(text) {
    return this.#with((pagefind) => this.#pieces(pagefind, text));
  }

  /** Say whether every word stands somewhere. */
  async #known(pagefind, words) {
    for (const word of words) if (!(await this.#phrase(pagefind, word)).length) return false;
    return true;
  }

  /** Return those hits whose pages really hold what was typed; no more than a few are read. */
  async #holding(hits, holds) {
    const read = await Promise.all(
      hits
        .slice(0, CHECKED)
        .map(async (hit) => [hit, this.names.fold((await this.text(hit.entry)).content)]),
    );
    return read.filter(([, content]) => holds(content)).map(([hit]) => hit);
  }

  /** Return where in a page a hit stands: excerpts by heading. */
  async details(hit) {
    return this.#with(() => hit.result.data());
  }

  /** Make sure that entries are known: of a long list of names not all come with it, and each text tells its own. */
  async know(entries) {
    const unknown = entries.filter(({ a }) => a === undefined);
    this.names.add(await Promise.all(unknown.map(async (entry) => (await this.text(entry)).entry)));
  }

  /** Return the text of an entry's page: {content, anchors}. */
  async text(entry) {
    const bytes = await this.#file(`${this.base}fragment/${entry.h}.pf_fragment`);
    const text = JSON.parse(new TextDecoder().decode(bytes.slice(SIGNATURE.length)));
    return { ...text, content: closed(text.content, this.spaced) };
  }

  #hits({ results }) {
    const hits = results.map((result) => ({
      entry: this.names.of(result.id),
      score: result.score,
      result,
    }));
    return hits.filter((hit) => hit.entry);
  }
}

/** Say whether a text has all words: Pagefind also takes the beginning of an unknown word for a word. */
function hasWords(content, words) {
  // English words may end differently: case and cases, hearing and hearings.
  return words.every((word) => content.includes(word.slice(0, Math.max(4, word.length - 3))));
}
