// Texts as the index cuts them, as readers read them, and as languages cut them.

export const HAN = /[\u3400-\u9fff]/;
/** What joins two words, as in pairs.py: hyphens, dashes, a stroke. */
export const JOINT = "[-‐‑−–—/]";
const LETTER = "(?![\\u3400-\\u9fff])[\\p{L}\\p{N}]";
const JOINED = new RegExp(`(${LETTER})${JOINT}(?=${LETTER})`, "gu");

/**
 * Cut a phrase as pairs.py cuts the pages: each character with the next, the first after a number or Latin word with that too, and words
 * where a hyphen, dash or stroke joins them.
 */
export function paired(text) {
  const parted = text.replace(JOINED, "$1 ");
  const run = parted.replace(/ ?([\u3400-\u9fff]) ?/g, "$1");
  const cut = run.replace(
    /([a-z0-9]{0,64})([\u3400-\u9fff])(?=([\u3400-\u9fff])?)/g,
    (_, before, character, next = "") =>
      before ? `${before} ${before}${character} ${character}${next} ` : ` ${character}${next} `,
  );
  const words = cut.trim().split(/\s+/);
  // What follows the last character is not known.
  if (words.length > 1 && words.at(-1).length === 1 && HAN.test(words.at(-1))) words.pop();
  return words;
}

/** Return a text without spaces, by which phrases are compared. */
export const squeezed = (text) => text.replace(/\s+/g, "");

/** Close the gaps that the index sets around Chinese characters and marks. */
export function closed(text, lang) {
  const plain = text
    .replace(/\u2060 ?/g, "")
    .replace(/\s+/g, " ")
    .replace(/([\u3400-\u9fff]) (?=[\u3400-\u9fff])/g, "$1");
  return lang.startsWith("zh")
    ? plain.replace(/ ?([\u3000-\u303f\u3400-\u9fff\uff01-\uff0f\uff1a-\uff20“”]) ?/g, "$1")
    : plain.replace(/([“（《「]) | ([”）》」，。：；、])/g, "$1$2");
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
