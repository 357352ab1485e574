// One query from what was typed to an ordered list of results: names first, then texts, then what
// comes close.

import { TIER, byForce } from "./search-names.js";
import { LONGEST_CUT, lengthOf } from "./search-index.js";
import { HAN, HANS, segments } from "./search-text.js";

const RUNS = new RegExp(`[${HANS}]+|[^\\s${HANS}]+`, "gu");
/**
 * A longer query is cut: no name or phrase is that long, and a pasted page would only slow the
 * reader down.
 */
export const LONGEST = 100;
/**
 * How many texts are asked what they are called, where the list of names is too long to be
 * loaded.
 */
const ASKED = 6;
/** How long a reader must stop typing, in milliseconds, for such a list to be loaded after all. */
const PAUSE = 400;
/** With fewer pages that hold all words of a query, those that hold some are shown too. */
const FEW = 3;
/**
 * How many at most: names that are nearly it, names that share half of it, and pages that hold
 * some of its words are shown; words of a sentence are looked for, and in all with the other words
 * for them.
 */
const MOST = { near: 5, nearest: 4, loose: 15, words: 5, lookups: 6, within: 3 };
/** Results of a question that count for less than this part of the best are left out. */
const LEAST = 0.3;
/** How much more a name in a sentence counts than a word of it. */
const OF_NAMES = 4;
/** A name is rare that stands on less than a seventh of the pages. */
const RARE = 2;
/**
 * How much a list or a page of prose counts where words are looked for: they mention everything.
 */
const OF_PAGES = 0.6;
/** More than this part of a sentence's letters must be found for its words to be shown. */
const COVERED = 0.5;

const byLength = (a, b) => b.length - a.length;

/**
 * Answer a query.
 * @param {string} typed
 * @param {Names} names
 * @param {TextIndex} index
 * @param {function(): boolean} isWanted Whether the reader still waits.
 * @returns {Promise<Object>} {query, results, how, terms, words, related, nearest, partial}. `how` is "found", "near" (names that are nearly
 *   it), "loose" (some of its words, or what the handbook calls it) or "none"; `words` are those of the query, `related` the handbook's words
 *   for others; a result is {entry, hit, name, lang, tier}; `partial` is the error where texts could not be searched.
 */
export async function answer(typed, names, index, isWanted = () => true) {
  const query = names.read(typed.slice(0, LONGEST));
  if (!query.key) return { query, results: [], how: "none" };
  const whole = await exactly(query, names, index);
  if (whole.sure) return outcome(whole, names);
  const core = query.quoted ? null : coreOf(query, names);
  const useCore = core && core.text.length <= LONGEST_CUT && !whole.partial;
  const exact = useCore ? { ...(await exactly(core, names, index)), query } : whole;
  const { partial, results, terms } = exact;
  if (exact.sure) return outcome(shortened(exact), names);
  // What readers say in other words is no slip, and what is called by them comes before what
  // mentions it as typed.
  const isRelated = names.related(core ?? query).length > 0;
  if (!names.complete && !partial && !(isRelated && results.length)) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
    if (!isWanted()) return exact;
    await names.loadAll();
    return answer(typed, names, index);
  }
  const sought = results.filter(({ tier }) => tier < (query.quoted ? TIER.tokens : TIER.inTitle));
  if (query.quoted) return outcome({ ...exact, results: sought }, names);
  const isKnown = isRelated || sought.length > 0;
  const near = isKnown ? [] : names.near(query, 0.2).filter((result) => isNear(query, result));
  const nearest = near.slice(0, MOST.near);
  if (near.length) return { query, results: joined(nearest, results), how: "near", terms, partial };
  if (partial || (results.length >= FEW && !core && !isRelated)) return outcome(exact, names);
  try {
    const loose = await byWords(query, names, index);
    if (!loose.results.length) return outcome(exact, names);
    // A name that few pages have comes before pages that have the words somewhere.
    const meant = loose.results.filter(({ isMeant }) => isMeant);
    const lists = isRelated ? [loose.results, results] : [meant, results, loose.results];
    const how = isKnown && results.length ? "found" : "loose";
    return { query, ...loose, how, results: joined(sought, ...lists) };
  } catch (error) {
    return outcome({ ...exact, partial: error }, names);
  }
}

/** Return the answer of a question without what its words, common ones, are only mentioned in. */
function shortened(exact) {
  const named = exact.results.filter(({ tier }) => tier < TIER.inTitle);
  const rest = exact.results.filter((result) => !named.includes(result));
  const best = Math.max(...rest.map(({ hit }) => hit?.score ?? 0));
  const isNear = ({ hit }) => !hit || hit.score >= LEAST * best;
  const few = rest.filter(isNear).slice(0, Math.max(MOST.loose - named.length, FEW));
  return { ...exact, results: [...named, ...few] };
}

/** Return an exact answer; where it has no results, with what shares half of what was typed. */
function outcome(exact, names) {
  if (exact.results.length) return { ...exact, how: "found" };
  const { query } = exact;
  const nearest = names.near(query, query.han ? 0.5 : 0.4).slice(0, MOST.nearest);
  return { ...exact, how: "none", nearest };
}

/**
 * Look for what was typed as it is, in names and in texts; `sure` where a name was found, or the
 * phrase and the handbook has no other.
 */
async function exactly(query, names, index) {
  let [texts, called] = [{ phrase: [], all: [] }, []];
  let partial = null;
  try {
    const meant = [query, ...names.related(query).map((other) => names.read(other))];
    [texts, called] = await Promise.all([index.search(query), names.called(meant)]);
    await index.know([...called, ...texts.phrase, ...texts.all].slice(0, ASKED));
  } catch (error) {
    partial = error;
  }
  const named = names.find(query);
  const hits = [texts.phrase, texts.all].flatMap((list) => [...list].sort(byForce));
  const results = merged(named, called, hits, names);
  const isNamed = called.length > 0 || named.some(({ isName }) => isName);
  const sure = isNamed || (texts.phrase.length > 0 && !names.related(query).length);
  // What is marked in the excerpts: the phrase, and its words where it is not there as a whole.
  const cut = query.quoted ? [] : segments(query.text, names.data.lang);
  const words = [...query.words, ...cut.filter((word) => word.length > 1)];
  const terms = [...new Set([query.text, query.key, ...words])].filter(Boolean);
  return { query, results, sure, terms, partial };
}

/** Put lists of results together; the first mention of an entry counts. */
function joined(...lists) {
  const first = new Map();
  for (const result of lists.flat()) if (!first.has(result.entry)) first.set(result.entry, result);
  return [...first.values()];
}

/**
 * Names that are it, then texts that hold the phrase or its words, then names that are only a
 * little like it.
 */
function merged(named, called, hits, names) {
  const last = names.data.spaced ? TIER.tokens : TIER.inInitials;
  const results = new Map();
  const better = (than) => named.filter(({ tier }) => tier < than);
  const found = hits.map((hit) => ({ entry: hit.entry, hit }));
  const lists = [better(TIER.inTitle), called, better(last + 1), found, named];
  for (const result of lists.flat())
    results.set(result.entry, { ...result, ...results.get(result.entry) });
  return [...results.values()];
}

/**
 * Return a sentence without the words that only ask – what is, how do I, 怎么办 – or nothing where
 * it has none.
 */
function coreOf(query, names) {
  const asks = (word) => names.everyday.get(word)?.length === 0;
  let kept = segments(query.text, names.data.lang).filter((word) => !asks(word));
  if (query.han) {
    const { particles } = names.data;
    const atEnds = new RegExp(`^[${particles}]+|[${particles}]+$`, "g");
    let rest = query.text;
    for (const word of [...names.everyday.keys()].sort(byLength))
      if (asks(word) && word.length > 1) rest = rest.replaceAll(word, " ");
    const parts = rest.split(/[\s?？!！。，]+/);
    kept = parts.map((part) => soughtIn(part.replace(atEnds, ""), names));
  }
  const core = kept.filter(Boolean).join(" ");
  return core && core !== query.text ? names.read(core) : null;
}

/**
 * Return what somebody looks for or goes to, where that is something the handbook knows: 法院 of
 * 去法院; 要素 stays whole.
 */
function soughtIn(part, names) {
  const rest = part.replace(new RegExp(`^[${names.data.requests}]+(?=..)`), "");
  const isName = () => names.find(names.read(rest)).some(({ tier }) => tier < TIER.inTitle);
  return rest !== part && (names.everyday.has(rest) || isName()) ? rest : part;
}

/**
 * A name is nearly it where one letter in five or more, or two in ten, are wrong – or where it
 * sounds the same.
 */
function isNear({ han, key }, { distance }) {
  return han ? [...key].length > 2 && distance < 0.13 : key.length > 4 && distance <= 0.2;
}

/**
 * Look for the words of a sentence one by one, each also under the names the handbook has for it.
 */
async function byWords(query, names, index) {
  const { words: sought, unknown } = await wordsOf(query, names, index);
  const results = new Map();
  const [words, related] = [new Set(), new Set()];
  let [total, covered, lookups] = [unknown, 0, MOST.lookups];
  for (const { word, others } of sought) {
    if (lookups <= 0) break;
    total += word.length;
    const best = new Map();
    for (const [rank, other] of [...others, word].slice(0, lookups).entries()) {
      lookups--;
      const hits = await index.exactly(other);
      await index.know(hits.slice(0, FEW));
      const rare = Math.log(1 + names.entries.length / (hits.length + 1));
      for (const hit of hits) {
        const { entry } = hit;
        const { t = "", n = [], s = [], p = [] } = entry;
        const entryNames = [t, ...n, ...s, ...p];
        const inName = entryNames.some((name) => names.fold(name).includes(other)) ? 2 : 1;
        const kind = names.kindOf(entry) === "pages" ? OF_PAGES : 1;
        const inText = 0.6 + Math.min(hit.score, 4) / 10;
        const value = (rare * inName * kind * inText) / (1 + rank * 0.1);
        if (value > (best.get(entry)?.value ?? 0)) best.set(entry, { value, hit, other });
      }
    }
    if (best.size) covered += word.length;
    for (const [entry, { value, hit, other }] of best) {
      const before = results.get(entry) ?? { entry, hit, value: 0 };
      results.set(entry, { ...before, value: before.value + value });
      (other === word ? words : related).add(other);
    }
  }
  const values = [...results.values()].map(({ value }) => value);
  const least = LEAST * Math.max(...values);
  // What has one of its words for a name is meant; the rarer the name, the more.
  for (const [name, entries] of names.within(query).slice(0, MOST.within)) {
    const mentions = await index.exactly(name);
    const rare = Math.log(1 + names.entries.length / (Math.max(mentions.length, entries.size) + 1));
    for (const entry of entries) {
      const before = results.get(entry) ?? { entry, value: 0 };
      const value = before.value + OF_NAMES * rare;
      results.set(entry, { ...before, value, isMeant: before.isMeant || rare > RARE });
    }
  }
  if (!total || covered / total <= COVERED) return { results: [] };
  const byValue = (a, b) => byForce(a, b) || b.value - a.value || a.entry.k - b.entry.k;
  const worth = [...results.values()].filter(({ value }) => value >= least);
  const best = worth.sort(byValue).slice(0, MOST.loose);
  const terms = [...words, ...related];
  return { results: best, words: [...words], related: [...related], terms };
}

/**
 * Cut a sentence into the words that matter: what readers say in other words first and whole,
 * then what the texts know.
 */
async function wordsOf(query, { everyday, data }, index) {
  const words = [];
  // Chinese words are found anywhere; in other languages spaces part them, and only what is said
  // in several is looked for here.
  const edge = query.han ? "" : " ";
  let rest = edge + query.text + edge;
  for (const [known, others] of [...everyday].sort(([a], [b]) => byLength(a, b))) {
    // A Latin word in Chinese ends where its letters end: IP保护.
    const isLatin = query.han && !HAN.test(known);
    const whole = isLatin ? new RegExp(`(?<![a-z])${known}(?![a-z])`, "g") : edge + known + edge;
    if (!(query.han || known.includes(" ")) || rest.replaceAll(whole, "") === rest) continue;
    if (others.length) words.push({ word: known, others });
    if (others.length || known.length > 1) rest = rest.replaceAll(whole, " ");
  }
  let [left, unknown] = [LONGEST_CUT, 0];
  for (const run of rest.match(RUNS) ?? []) {
    if (words.length >= MOST.words) break;
    if (HAN.test(run)) {
      const cut = run.slice(0, left);
      const pieces = await index.pieces(cut);
      left -= cut.length;
      words.push(...pieces.map(({ word }) => ({ word, others: [] })));
      unknown += cut.length - lengthOf(pieces);
    } else {
      const sought = segments(run, data.lang).filter((word) => everyday.get(word)?.length !== 0);
      words.push(...sought.map((word) => ({ word, others: everyday.get(word) ?? [] })));
    }
  }
  return { words: words.slice(0, MOST.words), unknown };
}
