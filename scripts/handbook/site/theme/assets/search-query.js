// One query from what was typed to an ordered list of results: names first, then texts, then what comes close.

import { TIER } from "./search-names.js";
import { LONGEST_CUT } from "./search-index.js";
import { HAN, HANS, segments } from "./search-text.js";

const RUNS = new RegExp(`[${HANS}]+|[^\\s${HANS}]+`, "gu");
/** A longer query is cut: no name or phrase is that long, and a pasted page would only slow the reader down. */
export const LONGEST = 100;
/** How many texts are asked what they are called, where the list of names is too long to be loaded. */
const ASKED = 6;
/** How long a reader must stop typing, in milliseconds, for such a list to be loaded after all. */
const PAUSE = 400;
/** With fewer pages that hold all words of a query, those that hold some are shown too. */
const FEW = 3;
/** How much a list or a page of prose counts where words are looked for: they mention everything. */
const OF_PAGES = 0.6;
/** How many words of a sentence are looked for, and how many in all with the other words for them. */
const MOST_WORDS = 5;
const MOST_LOOKUPS = 6;
/** More than this part of a sentence's letters must be found for its words to be shown. */
const COVERED = 0.5;

/**
 * Answer a query: {results, how, words, related, nearest, partial}. `how` is "found", "near" (names that are nearly it), "loose" (some of
 * its words, or what the handbook calls it) or "none"; `words` are those of the query, `related` the handbook's words for others. A result
 * is {entry, hit, name, lang}. `partial` is the error where texts could not be searched. `wanted` says whether the reader still waits.
 */
export async function answer(typed, names, index, wanted = () => true) {
  const query = names.read(typed.slice(0, LONGEST));
  if (!query.key) return { query, results: [], how: "none", nearest: [] };
  const whole = await exactly(query, names, index);
  if (whole.sure) return { ...whole, how: "found", nearest: [] };
  const core = query.quoted ? null : coreOf(query, names);
  const found =
    core && core.text.length <= LONGEST_CUT && !whole.partial
      ? { ...(await exactly(core, names, index)), query }
      : whole;
  if (found.sure) return { ...found, how: "found", nearest: [] };
  const { partial } = found;
  if (!names.complete && !partial) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
    if (!wanted()) return found;
    await names.loadAll();
    return answer(typed, names, index);
  }
  if (query.quoted)
    return { query, results: [], how: "none", nearest: nearest(query, names), partial };
  // What readers say in other words is no slip, and what is called by them comes before what mentions it as typed.
  const said = names.related(core ?? query).length > 0;
  const near = said
    ? []
    : names
        .near(query, 0.2)
        .filter((one) => close(query, one))
        .slice(0, 5);
  if (near.length)
    return {
      query,
      results: joined(near, found.results),
      how: "near",
      terms: found.terms,
      nearest: [],
      partial,
    };
  if (partial || (found.results.length >= FEW && !core && !said)) return outcome(found, names);
  try {
    const loose = await byWords(query, names, index);
    if (!loose.results.length) return outcome(found, names);
    const how = said && found.results.length ? "found" : "loose";
    const results = said
      ? joined(loose.results, found.results)
      : joined(found.results, loose.results);
    return { query, nearest: [], ...loose, how, results };
  } catch (error) {
    return outcome({ ...found, partial: error }, names);
  }
}

/** Say what was found as it stands, or what comes nearest where nothing was. */
function outcome(found, names) {
  return found.results.length
    ? { ...found, how: "found", nearest: [] }
    : { ...found, how: "none", nearest: nearest(found.query, names) };
}

/** Look for what was typed as it stands, in names and in texts; `sure` where a name was found, or the phrase and the handbook has no other. */
async function exactly(query, names, index) {
  let texts = { phrase: [], all: [] };
  let partial = null;
  try {
    [texts] = await Promise.all([index.search(query), names.load(query)]);
    await index.know([...texts.phrase, ...texts.all].slice(0, ASKED).map(({ entry }) => entry));
  } catch (error) {
    partial = error;
  }
  const named = names.find(query);
  const results = merged(named, texts, names);
  const sure = named.length > 0 || (texts.phrase.length > 0 && !names.related(query).length);
  return { query, results, sure, terms: termsOf(query, names), partial };
}

/** Put lists of results together; the first mention of an entry counts. */
function joined(...lists) {
  const found = new Map();
  for (const result of lists.flat()) if (!found.has(result.entry)) found.set(result.entry, result);
  return [...found.values()];
}

/** Return a sentence without the words that only ask – what is, how do I, 怎么办 – or nothing where it has none. */
function coreOf(query, names) {
  const { lang } = names.data;
  const asks = (word) => names.everyday.get(word)?.length === 0;
  let text = query.text;
  if (query.han) {
    for (const word of [...names.everyday.keys()]
      .filter((word) => asks(word) && word.length > 1)
      .sort((a, b) => b.length - a.length)) {
      text = text.replaceAll(word, " ");
    }
    text = text.replace(/[?？!！。，]/g, " ").trim();
  }
  const rest = segments(text, lang).filter((word) => !asks(word));
  const bare = (part) => wanted(part.replace(/^[是的了吗呢在]+|[是的了吗呢在]+$/g, ""), names);
  const kept = query.han ? text.split(/\s+/).map(bare).filter(Boolean) : rest;
  const core = kept.join(" ");
  return core && core !== query.text ? names.read(core) : null;
}

/** Return what somebody looks for or goes to, where that is something the handbook knows: 法院 of 去法院; 要素 stays whole. */
function wanted(part, names) {
  const rest = part.replace(/^[找请问去到想要]+(?=..)/, "");
  const known =
    rest !== part &&
    (names.everyday.has(rest) ||
      names.find(names.read(rest)).some(({ tier }) => tier < TIER.inTitle));
  return known ? rest : part;
}

/** Names that share half of what was typed, where nothing better is known. */
const nearest = (query, names) => names.near(query, query.han ? 0.5 : 0.4).slice(0, 4);

/** A name is nearly it where one letter in five or more, or two in ten, are wrong – or where it sounds the same. */
function close(query, { distance }) {
  const length = query.han ? [...query.key].length : query.key.length;
  return query.han ? length > 2 && distance < 0.13 : length > 4 && distance <= 0.2;
}

/** Names that are it, then names that have it, then texts that hold the phrase, then texts that hold its words. */
function merged(named, { phrase, all }, names) {
  const found = new Map();
  const first = (names.data.spaced ? TIER.tokens : TIER.inInitials) + 1;
  const add = (entry, more) => found.set(entry, { entry, ...more, ...found.get(entry) });
  for (const { entry, tier, name, lang } of named)
    if (tier < first) add(entry, { name, lang, tier });
  for (const hit of [...phrase, ...all]) add(hit.entry, { hit });
  for (const { entry, tier, name, lang } of named) add(entry, { name, lang, tier });
  return [...found.values()];
}

/** What is marked in the excerpts: the phrase, and its words where it is not there as a whole. */
function termsOf(query, names) {
  const words = query.quoted
    ? []
    : segments(query.text, names.data.lang).filter((word) => word.length > 1);
  return [...new Set([query.text, query.key, ...query.words, ...words])].filter(Boolean);
}

/** Look for the words of a sentence one by one, each also under the names the handbook has for it. */
async function byWords(query, names, index) {
  const { words: asked, unknown } = await wordsOf(query, names, index);
  let total = unknown;
  const scores = new Map();
  const words = [];
  const related = [];
  let covered = 0;
  let lookups = MOST_LOOKUPS;
  for (const { word, others } of asked) {
    if (lookups <= 0) break;
    total += word.length;
    const best = new Map();
    for (const [place, other] of [...others, word].entries()) {
      if (lookups-- <= 0) break;
      const hits = await index.exactly(other);
      const rare = Math.log(1 + names.entries.length / (hits.length + 1));
      for (const { entry, score, result } of hits) {
        const inName = [entry.t, ...(entry.n ?? []), ...(entry.p ?? [])].some((name) =>
          names.fold(name).includes(other),
        )
          ? 2
          : 1;
        const kind = names.kindOf(entry) === "pages" ? OF_PAGES : 1;
        const value = (rare * inName * kind * (0.6 + Math.min(score, 4) / 10)) / (1 + place * 0.1);
        if (value > (best.get(entry)?.value ?? 0))
          best.set(entry, { value, hit: { entry, score, result }, other });
      }
    }
    if (!best.size) continue;
    covered += word.length;
    for (const [entry, { value, hit, other }] of best) {
      const so = scores.get(entry) ?? { value: 0, entry, hit };
      scores.set(entry, { ...so, value: so.value + value });
      const kept = other === word ? words : related;
      if (!kept.includes(other)) kept.push(other);
    }
  }
  if (!total || covered / total <= COVERED) return { results: [] };
  const results = [...scores.values()].sort((a, b) => b.value - a.value || a.entry.k - b.entry.k);
  return { results: results.slice(0, 20), words, related, terms: [...words, ...related] };
}

/** Cut a sentence into the words that matter: what readers say in other words first and whole, then what the texts know. */
async function wordsOf(query, { everyday, data }, index) {
  const words = [];
  // Chinese words stand anywhere; in other languages spaces part them, and only what is said in several is looked for here.
  const edge = query.han ? "" : " ";
  let rest = edge + query.text + edge;
  for (const [known, others] of [...everyday].sort(([a], [b]) => b.length - a.length)) {
    if (!(query.han || known.includes(" ")) || !rest.includes(edge + known + edge)) continue;
    if (others.length) words.push({ word: known, others });
    if (others.length || known.length > 1) rest = rest.replaceAll(edge + known + edge, " ");
  }
  let left = LONGEST_CUT;
  let unknown = 0;
  for (const run of rest.match(RUNS) ?? []) {
    if (words.length >= MOST_WORDS) break;
    if (HAN.test(run)) {
      const cut = run.slice(0, left);
      const pieces = await index.pieces(cut);
      left -= cut.length;
      words.push(...pieces.map(({ word }) => ({ word, others: [] })));
      unknown += cut.length - pieces.reduce((sum, { word }) => sum + word.length, 0);
    } else {
      const asked = segments(run, data.lang).filter((word) => everyday.get(word)?.length !== 0);
      words.push(...asked.map((word) => ({ word, others: everyday.get(word) ?? [] })));
    }
  }
  return { words: words.slice(0, MOST_WORDS), unknown };
}
