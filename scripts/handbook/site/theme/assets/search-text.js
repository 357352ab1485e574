// Texts as the index cuts them, as readers read them, and as languages cut them.

/** Han characters, as the inside of a character class (base.py). */
export const HANS = "\\u3007\\u3400-\\u4dbf\\u4e00-\\u9fff\\u{20000}-\\u{3ffff}";
export const HAN = new RegExp(`[${HANS}]`, "u");
/** What joins two words, as in pairs.py: hyphens, dashes, a stroke. */
export const JOINT = "[-‐‑−–—/]";
const LETTER = `(?![${HANS}])[\\p{L}\\p{N}]`;
const SPACED = new RegExp(` ?([${HANS}]) ?`, "gu");
const CUT = new RegExp(`([a-z0-9]{0,64})([${HANS}])(?=([${HANS}])?)`, "gu");
const GAPS = new RegExp(`([${HANS}]) (?=[${HANS}])`, "gu");
const FULL_WIDTH = new RegExp(
  ` ?([\\u3000-\\u303f${HANS}\\uff01-\\uff0f\\uff1a-\\uff20“”]) ?`,
  "gu",
);
const JOINED = new RegExp(`(${LETTER})${JOINT}(?=${LETTER})`, "gu");

/**
 * Cut a phrase as pairs.py cuts the pages: each character with the next, the first after a number or Latin word with that too, and words
 * where a hyphen, dash or stroke joins them.
 */
export function paired(text) {
  const parted = text.replace(JOINED, "$1 ");
  const run = parted.replace(SPACED, "$1");
  const cut = run.replace(CUT, (_, before, character, next = "") =>
    before ? `${before} ${before}${character} ${character}${next} ` : ` ${character}${next} `,
  );
  const words = cut.trim().split(/\s+/);
  // What follows the last character is not known.
  if (words.length > 1 && words.at(-1).length === 1 && HAN.test(words.at(-1))) words.pop();
  return words;
}

/** Return a text without spaces, by which phrases are compared. */
export const squeezed = (text) => text.replace(/\s+/g, "");

/** Close the gaps that the index sets around Han characters and marks; `spaced` tells whether spaces part the language's words. */
export function closed(text, spaced) {
  const plain = text
    .replace(/\u2060 ?/g, "")
    .replace(/\s+/g, " ")
    .replace(GAPS, "$1");
  return spaced
    ? plain.replace(/([“（《「]) | ([”）》」，。：；、])/g, "$1$2")
    : plain.replace(FULL_WIDTH, "$1");
}

/** Return a text, as long as before, with the quotation marks its language is set with in place of straight ones: what quotes.py does for pages. */
export function curled(text, quotes) {
  if (!quotes) return text;
  const marks = [...quotes];
  let before = "";
  return text.replace(/["']|[^"']+/g, (run, at) => {
    const dash = "–—".includes(before) || (before === "-" && run === '"');
    const opens =
      !before ||
      /[\s([{/|]/.test(before) ||
      before === marks[0] ||
      before === marks[2] ||
      (dash && /[\p{L}\p{N}]/u.test(text[at + 1] ?? ""));
    const made = run === '"' ? marks[opens ? 0 : 1] : run === "'" ? marks[opens ? 2 : 3] : run;
    before = made.at(-1);
    return made;
  });
}

/** Cut a text into its words. */
export function segments(text, lang) {
  if (!Intl.Segmenter) return text.split(/\s+/).filter(Boolean);
  const cut = [...new Intl.Segmenter(lang, { granularity: "word" }).segment(text)];
  return cut.filter(({ isWordLike }) => isWordLike).map(({ segment }) => segment);
}
