// Texts as the index cuts them (bigrams.py), and as languages cut them. The build defines
// HAN_RANGES and JOINTS (bundle.py).

/** Han characters, as the inside of a regular expression's character class. */
export const HANS = HAN_RANGES;
export const HAN = new RegExp(`[${HANS}]`, "u");
/** What joins two words: hyphens, dashes, a stroke. */
export const JOINT = `[${JOINTS}]`;
const LETTER = `(?![${HANS}])[\\p{L}\\p{N}]`;
const JOINED = new RegExp(`(${LETTER})${JOINT}(?=${LETTER})`, "gu");
const SPACED = new RegExp(` ?([${HANS}]) ?`, "gu");
const CUT = new RegExp(`([a-z0-9]{0,64})([${HANS}])(?=([${HANS}])?)`, "gu");

/** Cut a folded phrase into words as bigrams.py cuts the pages. */
export function paired(text) {
  const run = text.replace(JOINED, "$1 ").replace(SPACED, "$1");
  const cut = run.replace(CUT, (_, before, character, next = "") =>
    before ? `${before} ${before}${character} ${character}${next} ` : ` ${character}${next} `,
  );
  const words = cut.trim().split(/\s+/);
  // What follows the last character is not known.
  if (words.length > 1 && words.at(-1).length === 1 && HAN.test(words.at(-1))) words.pop();
  return words;
}

const VALUES = "零一二三四五六七八九〇";
const NUMERALS = new RegExp(`[${VALUES}十]{2,}`, "g");
const valueOf = (character) => VALUES.indexOf(character) % 10;

/** Write numerals up to 99, and rows of them, in digits as name_shards.py does: 十二连冠, 一一〇. */
export const inDigits = (key) =>
  key.replace(NUMERALS, (numeral) => {
    if (!numeral.includes("十")) return [...numeral].map(valueOf).join("");
    const [, tens, ones] = /^([^十]?)十([^十]?)$/.exec(numeral) ?? [];
    if (tens === undefined) return numeral;
    return `${tens ? valueOf(tens) : 1}${ones ? valueOf(ones) : 0}`;
  });

/** Return a text without spaces, by which phrases are compared. */
export const squeezed = (text) => text.replace(/\s+/g, "");

/** Cut a text into its words. */
export function segments(text, lang) {
  if (!Intl.Segmenter) return text.split(/\s+/).filter(Boolean);
  const cut = [...new Intl.Segmenter(lang, { granularity: "word" }).segment(text)];
  return cut.filter(({ isWordLike }) => isWordLike).map(({ segment }) => segment);
}
