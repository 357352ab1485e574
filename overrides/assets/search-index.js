// Pagefind behind one door: it loads on the first query, says so when a file is missing or broken, and gives pages as entries of the list
// of names.

/** The files for searching texts cannot be read. */
export class IndexBroken extends Error {}

const HAN = /[\u3400-\u9fff]/;
const SIGNATURE = "pagefind_dcd";
/** How many pages are read at most to make sure that they hold a phrase. */
const CHECKED = 80;

/** Fetch a file of the site and unpack it where it is packed; the host may have unpacked it already. */
export async function fetchBytes(address, plainFetch = window.fetch, cache = "default") {
  const answer = await plainFetch.call(window, address, { cache });
  if (!answer.ok) throw new IndexBroken(`${answer.status} ${address}`);
  const packed = new Uint8Array(await answer.arrayBuffer());
  if (packed[0] !== 0x1f || packed[1] !== 0x8b) return { packed, bytes: packed };
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return { packed, bytes: new Uint8Array(await new Response(stream).arrayBuffer()) };
}

export class TextIndex {
  #plainFetch = window.fetch;
  #loading = null;
  #broken = null;
  #texts = new Map();

  constructor(root, names) {
    this.base = new URL("pagefind/", root).href;
    this.names = names;
    this.lang = names.data.lang;
    this.#guard();
  }

  /** Pagefind swallows a missing word file and shouts about others; so its requests pass here, and what fails is known and quiet. */
  #guard() {
    window.fetch = (input, options) => {
      const address = new URL(input instanceof Request ? input.url : input, document.baseURI).href;
      return address.startsWith(this.base) ? this.#checked(address) : this.#plainFetch.call(window, input, options);
    };
  }

  /** Fetch a file; a page's text is asked for by Pagefind and by this module, and comes once. */
  #file(address) {
    if (!address.endsWith(".pf_fragment")) return fetchBytes(address, this.#plainFetch);
    if (!this.#texts.has(address)) {
      const loading = fetchBytes(address, this.#plainFetch);
      loading.catch(() => this.#texts.delete(address));
      this.#texts.set(address, loading);
    }
    return this.#texts.get(address);
  }

  async #checked(address) {
    try {
      const { packed, bytes } = await this.#file(address);
      const text = new TextDecoder().decode(bytes.slice(0, SIGNATURE.length));
      if (/\.pf_\w+$|\.pagefind$/.test(address) ? text !== SIGNATURE : !JSON.parse(new TextDecoder().decode(bytes)).languages[this.lang]) {
        throw new IndexBroken(address);
      }
      return new Response(packed);
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
      throw error instanceof IndexBroken ? error : new IndexBroken(String(error));
    }
  }

  async #load() {
    const broken = new Promise((_, reject) => (this.#broken = reject));
    broken.catch(() => {});
    const { createInstance } = await import(`${this.base}pagefind.js`);
    return { pagefind: createInstance({ basePath: this.base, noWorker: true }), broken };
  }

  /** Return the hits of a query: {phrase, all}, lists of {entry, score, result}; in `phrase` stand those that hold it word for word. */
  async search(query) {
    return this.#with(async (pagefind) => {
      const all = this.#hits(await pagefind.search(query.text));
      const phrase = query.quoted ? [] : this.#hits(await pagefind.search(`"${query.text}"`));
      // Where the phrase stands somewhere, a page on which no two of its words touch is not what was meant.
      if (phrase.length) return { phrase, all: query.words.length > 1 || !query.han ? all : all.filter(touching) };
      // Text and query may be cut into words in different places, and Pagefind takes beginnings for words: read the pages themselves.
      const holding = [];
      const rest = [];
      const read = await Promise.all(all.slice(0, CHECKED).map(async (hit) => [hit, this.names.fold((await this.text(hit.entry)).content)]));
      const wanted = squeezed(query.text);
      for (const [hit, text] of read) {
        if (squeezed(text).includes(wanted)) holding.push(hit);
        else if (!query.quoted && holds(text, query, this.lang)) rest.push(hit);
      }
      return { phrase: holding, all: rest };
    });
  }

  /** Return the hits of one word or phrase as it stands. */
  async exactly(words) {
    return this.#with(async (pagefind) => this.#hits(await pagefind.search(`"${words}"`)));
  }

  /** Return where in a page a hit stands: excerpts by heading. */
  async details(hit) {
    return this.#with(() => hit.result.data());
  }

  /** Return the text of an entry's page: {content, anchors}. */
  async text(entry) {
    const { bytes } = await this.#file(`${this.base}fragment/${this.lang}_${entry.h}.pf_fragment`);
    const text = JSON.parse(new TextDecoder().decode(bytes.slice(SIGNATURE.length)));
    return { ...text, content: text.content.replaceAll("\u200b", "") };
  }

  #hits({ results }) {
    const hits = results.map((result) => ({ entry: this.names.byHash.get(result.id.replace(/^.*_/, "")), score: result.score, result }));
    return hits.filter((hit) => hit.entry);
  }
}

/** Say whether two of the places where a page holds words of the query stand side by side, or all its words are one. */
function touching({ result }) {
  const places = new Set(result.words);
  return result.words.some((place) => places.has(place + 1)) || result.words.length < 2;
}

/** Say whether a text holds every word of a query; single characters alone are no words, and English words may end differently. */
function holds(text, query, lang) {
  const words = segments(query.text, lang).filter((word) => !HAN.test(word) || word.length > 1);
  if (query.han && !words.some((word) => HAN.test(word))) return false;
  return words.length > 0 && words.every((word) => text.includes(HAN.test(word) ? word : word.slice(0, Math.max(4, word.length - 3))));
}

/** Return a text without spaces, by which phrases are compared. */
export const squeezed = (text) => text.toLowerCase().replace(/\s+/g, "");

/** Cut a text into its words. */
export function segments(text, lang) {
  if (!Intl.Segmenter) return text.split(/\s+/).filter(Boolean);
  const cut = [...new Intl.Segmenter(lang, { granularity: "word" }).segment(text)];
  return cut.filter(({ isWordLike }) => isWordLike).map(({ segment }) => segment);
}
