// What readers type, and the names it may mean: exact names first, then parts of names, pinyin,
// and names that are nearly the same. Nothing here touches the page. The build defines QUOTATION
// (name_shards.py).

import { once } from "./search-files.js";
import { HAN, HANS, JOINT, inDigits } from "./search-text.js";

const ACCENTS = /[\u0300-\u036f]/g;
const EACH_HAN = new RegExp(HAN, "gu");
const UNITS = new RegExp(`[${HANS}]|[a-z]+|\\d+`, "gu");
const QUOTED = new RegExp(QUOTATION, "g");
/** What joins two words: “exitentry” may mean Exit–Entry. */
const JOINTS = new RegExp(JOINT, "g");

/**
 * How well a name answers, best first; what lies between two of these is decided by how much of
 * the name was typed.
 */
export const TIER = { inTitle: 6, tokens: 10, inInitials: 13 };
const PINYIN = 4;
const INITIALS = 5;
const START_OF_PINYIN = 11;
const IN_PINYIN = 12;
const NEAR = 20;
/**
 * What a name is of its entry: its rank, and its tiers where it is what was typed, and where it
 * has it.
 */
const TITLE = { rank: 0, exact: 0, inside: TIER.inTitle };
const ALIAS = { rank: 1, exact: 1, inside: 7 };
/** What readers may type for it, which is shown nowhere. */
const SOUGHT = { rank: 1, exact: 1.5, inside: 7, hidden: true };
const PART = { rank: 2, exact: 2, inside: 8 };
const OTHER_LANGUAGE = { rank: 3, exact: 3, inside: 9 };
const ALIAS_IN_OTHER = { rank: 3.5, exact: 3.2, inside: 9 };
const QUOTED_IN_TITLE = { rank: 4, exact: 2.5, inside: TIER.inTitle };
const QUOTED_IN_OTHER = { rank: 5, exact: 3.5, inside: 9 };
const PART_IN_OTHER = { rank: 6, exact: 3.7, inside: 9 };

/**
 * Runs of one letter that speakers of other dialects hear alike: zh and z, n and l at the start,
 * ng and n at the end.
 */
const alike = (pinyin) => pinyin.replace(/([zcs])h/g, "$1").replace(/ng/g, "n");

/** Put what is over behind what is in force. */
export const byForce = (a, b) => Number(a.entry.e ?? false) - Number(b.entry.e ?? false);

const wordsOf = (folded) => folded.match(/[\p{L}\p{N}]+/gu) ?? [];

/** Among names that answer alike, what is in force comes before what is over. */
const byTier = (a, b) =>
  Math.floor(a.tier) - Math.floor(b.tier) ||
  byForce(a, b) ||
  a.tier - b.tier ||
  a.entry.k - b.entry.k ||
  a.entry.t.length - b.entry.t.length;

/** The list of names of one language (names.py says what an entry holds). */
export class Names {
  #loaded = new Map();
  #forms = new Map();
  #byFile = new Map();
  #fetchList;

  /**
   * @param {Object} data The list, or what of a long one everyone gets.
   * @param {function(string): Promise<Object>} fetchList Loads the rest of a long one, by the ends of its files' names.
   */
  constructor(data, fetchList) {
    this.data = data;
    this.kinds = Object.keys(data.values.kind); // in their order
    this.#fetchList = fetchList;
    this.complete = !data.parts;
    this.entries = [];
    this.byId = new Map();
    const pairs = data.traditional.match(/../gu) ?? [];
    this.traditional = new Map(pairs.map((pair) => [...pair]));
    this.syllables = readTable(data.pinyin);
    // What readers say, and the handbook's words for it, as they are compared; and as they are shown.
    const everyday = Object.entries(data.everyday).map(([said, words]) => [this.fold(said), words]);
    this.everyday = new Map(
      everyday.map(([said, words]) => [said, words.map((each) => this.fold(each))]),
    );
    this.spelt = new Map(
      everyday.flatMap(([, words]) => words.map((each) => [this.fold(each), each])),
    );
    this.add(data.entries);
  }

  /** Return the kind of an entry. */
  kindOf(entry) {
    return this.kinds[entry.k];
  }

  /** Add entries, or what was not known of them. */
  add(entries) {
    for (const entry of entries) {
      const known = this.#byFile.get(entry.h);
      if (known?.a !== undefined) continue;
      const added = Object.assign(known ?? {}, entry);
      this.#byFile.set(entry.h, added);
      this.entries.push(added);
      this.#forms.set(added, this.#formsOf(added));
      const id = entry.a.replace(/\/$/, "").split(/[/#]/).pop();
      if (this.kindOf(entry) !== "pages") this.byId.set(id, added);
    }
  }

  /** Return the entry of a text file; of a long list it may not have come yet. */
  of(file) {
    if (!this.complete && !this.#byFile.has(file)) this.#byFile.set(file, { h: file, k: Infinity });
    return this.#byFile.get(file);
  }

  /** Return what of a long list has one of the queries for a full name, as results (name_shards.py). */
  async called(queries) {
    const written = new Set(queries.flatMap(({ key, pinyin }) => [key, pinyin]));
    const keys = this.complete ? [] : [...written].filter(Boolean);
    const part = (name) => this.#list(`.${number(name) % this.data.parts}`);
    const parts = await Promise.all(keys.map(part));
    const files = keys.flatMap((name, at) => parts[at][name] ?? []);
    return files.map((file) => ({ entry: this.of(file), tier: TITLE.exact }));
  }

  /** Load all of a long list: for what only comes near a name, and for the facets. */
  async loadAll() {
    if (!this.complete) this.add(await this.#list(".all"));
    this.complete = true;
  }

  #list(end) {
    return once(this.#loaded, end, () => this.#fetchList(end));
  }

  /**
   * Fold a text to what it is compared by: width, accents, case, apostrophes, Traditional
   * characters, thousands separators.
   */
  fold(text) {
    const letters = text.normalize("NFKD").replace(ACCENTS, "").normalize("NFKC").toLowerCase();
    return this.simplify(letters.replace(/[‘’]/g, "'"))
      .replace(/[\u200b-\u200f\u2060\ufeff]/g, "")
      .replace(/(\d)[,\u2009](?=\d{3}(?!\d))/g, "$1");
  }

  /** Return a text with each Traditional character as the index has it. */
  simplify(text) {
    return text.replace(EACH_HAN, (character) => this.traditional.get(character) ?? character);
  }

  /** Fold each character of a text by itself, so that each stays where it is. */
  foldEach(text) {
    return [...text].map((character) => this.fold(character).slice(0, 1) || character).join("");
  }

  /** Return a folded word as the reader typed it, or else as the handbook spells it. */
  spelling(word, typed) {
    const at = HAN.test(word) ? this.foldEach(typed).indexOf(word) : -1;
    return at < 0 ? (this.spelt.get(word) ?? word) : typed.slice(at, at + word.length);
  }

  /**
   * Return the handbook's words for what readers say; none where it is not in the table, or they
   * want it word for word.
   */
  related({ text, quoted }) {
    return quoted ? [] : (this.everyday.get(text) ?? []);
  }

  /** Return a word without the ending that changes most; texts differ in more endings than names. */
  stem(word, where = "names") {
    const without = (rest, ending) => rest.replace(new RegExp(ending, "u"), "$1");
    return this.data.endings[where].reduce(without, word);
  }

  /**
   * Read a query: its folded text, its letters alone, its words, their stems, its pinyin, and
   * whether it is a quoted phrase.
   */
  read(typed) {
    const folded = this.fold(typed).replace(/\s+/g, " ").trim();
    const quoted = /^["“”「『].*\S.*["“”」』]$/.test(folded) && folded.length > 2;
    const text = folded.replace(/["“”「」『』]/g, "").trim();
    const words = wordsOf(text);
    const stems = words.map((word) => this.stem(word));
    const [key, han, pinyin] = [inDigits(words.join("")), HAN.test(text), this.#pinyinOf(text)];
    return { typed, text, quoted, key, words, stems, han, pinyin };
  }

  /** Return the entries whose names answer a query, as {entry, tier, lang, name, isName}, best first. */
  find(query) {
    if (!query.key) return [];
    const results = this.entries.map((entry) => ({ entry, ...this.#best(entry, query) }));
    return results.filter(({ tier }) => tier !== undefined).sort(byTier);
  }

  /** Return the names in a query, the longest first, each with the entries that have it. */
  within(query) {
    const text = query.han ? query.key : ` ${query.words.join(" ")} `;
    const found = new Map();
    for (const entry of this.entries)
      for (const { lang, key, spaced } of this.#forms.get(entry)) {
        if (lang !== this.data.lang || [...key].length < 2 || HAN.test(key) !== query.han) continue;
        if (!text.includes(query.han ? key : `${spaced} `)) continue;
        found.set(key, (found.get(key) ?? new Set()).add(entry));
      }
    return [...found].sort(([a], [b]) => b.length - a.length);
  }

  /**
   * Return the entries whose names are nearly what was typed, nearest first, each with its
   * distance.
   */
  near(query, most) {
    if (query.key.length < 2) return [];
    const sounds = query.pinyin.length > 3 ? query.pinyin : "";
    // Two or three Chinese characters sound a little like too many others.
    const slips = query.han && [...query.key].length < 4 ? 0.5 : 2;
    const length = query.han ? query.key.length : Math.max(query.key.length, 3);
    const distanceFrom = (form) => {
      const letters = distance(query.key, form.key) / length;
      const words = query.han ? 1 : wordsDistance(query.words, form.words);
      const sound = sounds && form.full ? soundDistance(sounds, form, slips) : 1;
      return Math.min(letters, words, sound) + 0.002 * form.rank;
    };
    const resultOf = (entry) => {
      const least = Math.min(1, ...this.#forms.get(entry).map(distanceFrom));
      return { entry, tier: NEAR + least, distance: least };
    };
    const isNear = (result) => result.distance <= most;
    return this.entries.map(resultOf).filter(isNear).sort(byTier);
  }

  #formsOf({ t, n = [], s = [], p = [], o = {}, op = {}, q, r = {} }) {
    const quotedIn = (name) => [...name.matchAll(QUOTED)].map(([, quoted]) => quoted);
    // What a title quotes is a piece of it, and halves are; or it is the proper name itself:
    // “三联”, “河畔模式” (names.py).
    const quoted = quotedIn(t);
    const halves = quoted.filter((name) => name.includes("·")).flatMap((name) => name.split("·"));
    const forms = [
      [[t], TITLE],
      [quoted, q ? TITLE : QUOTED_IN_TITLE],
      [halves, QUOTED_IN_TITLE],
      [n, ALIAS],
      [s, SOUGHT],
      [p, PART],
    ];
    for (const [lang, names] of Object.entries(o)) {
      forms.push([names.slice(0, 1), OTHER_LANGUAGE, lang]);
      forms.push([names.slice(1), ALIAS_IN_OTHER, lang]);
      forms.push([names.flatMap(quotedIn), q ? OTHER_LANGUAGE : QUOTED_IN_OTHER, lang]);
    }
    for (const [lang, names] of Object.entries(op)) forms.push([names, PART_IN_OTHER, lang]);
    return forms
      .flatMap(([names, role, lang]) => names.map((name) => this.#form(name, role, lang, r[name])))
      .filter(({ key }) => key);
  }

  /**
   * Return a name as it is compared: its letters, its words, and where it is Chinese how it
   * sounds, by syllables and initials.
   */
  #form(name, role, lang = this.data.lang, reading = "") {
    const folded = this.fold(name);
    const words = wordsOf(folded);
    const [key, spaced] = [inDigits(words.join("")), ` ${words.join(" ")}`];
    const joined = ` ${wordsOf(folded.replace(JOINTS, "")).join(" ")} `;
    const given = reading.split(" ").filter(Boolean);
    const soundOf = (unit) =>
      HAN.test(unit) ? (given.shift() ?? this.syllables.get(unit) ?? unit) : unit;
    const units = HAN.test(name) ? (folded.match(UNITS) ?? []).map(soundOf) : [];
    const initials = units.map((unit) => (/^\d/.test(unit) ? unit : unit[0])).join("");
    const sounds = { units, full: units.join(""), initials };
    return { name, ...role, lang, key, words, spaced, joined, ...sounds };
  }

  #best(entry, query) {
    const forms = this.#forms.get(entry);
    let best = null;
    for (const form of forms)
      for (const tier of [nameTier(form, query), pinyinTier(form, query)])
        if (tier < (best?.tier ?? Infinity))
          best = {
            tier,
            lang: form.lang,
            name: form.hidden ? "" : form.name,
            isName: !form.hidden,
          };
    if (best || query.quoted || query.words.length < 2) return best;
    const has = (form, stem) =>
      HAN.test(stem) ? form.key.includes(stem) : form.spaced.includes(` ${stem}`);
    const hasAll = query.stems.every((stem) => forms.some((form) => has(form, stem)));
    if (!hasAll) return null;
    return { tier: TIER.tokens, lang: forms[0].lang, name: forms[0].name, isName: true };
  }

  /** Return a query in pinyin without tones, or nothing where a character has no reading. */
  #pinyinOf(text) {
    let plain = text.replace(/[\s'\-·.]+/g, " ").trim();
    if (/^([a-z]+[1-5] ?)+(\d+)?$/.test(plain))
      plain = plain.replace(/([a-z])[1-5](?=\s|[a-z]|$)/g, "$1");
    // A character without a reading stays, and is no pinyin.
    const read = plain.replace(EACH_HAN, (character) => this.syllables.get(character) ?? character);
    const joined = read.replace(/\s/g, "").replace(/v/g, "u");
    return /^[a-z0-9]+$/.test(joined) && /[a-z]/.test(joined) ? joined : "";
  }
}

/** Return the number of a key, by which its part of a long list is known (name_shards.py). */
export function number(key) {
  return [...key].reduce((sum, character) => (sum * 31 + character.codePointAt(0)) % 2 ** 32, 0);
}

/**
 * Return how each common character reads: the table holds `syllable+count` runs over the first
 * level of GB 2312, which browsers can decode.
 */
export function readTable(table) {
  const cells = Array.from({ length: 40 * 94 }, (_, n) => [Math.floor(n / 94), n % 94]);
  const bytes = new Uint8Array(cells.flatMap(([row, cell]) => [0xb0 + row, 0xa1 + cell]));
  const characters = [...new TextDecoder("gb2312").decode(bytes)];
  const runs = [...table.matchAll(/([a-z]+)(\d*)/g)];
  const syllables = runs.flatMap(([, syllable, count]) => Array(Number(count || 1)).fill(syllable));
  return new Map(syllables.map((syllable, number) => [characters[number], syllable]));
}

const shortfall = (whole, part) => 0.9 * (1 - part.length / whole.length);

function nameTier(form, query) {
  if (form.key === query.key) return form.exact;
  return isInside(form, query) ? form.inside + shortfall(form.key, query.key) : Infinity;
}

function isInside(form, query) {
  if (query.han) return form.key.includes(query.key);
  if (/^\d+$/.test(query.key)) return new RegExp(`(^|\\D)${query.key}`).test(form.key);
  const typed = ` ${query.stems.join(" ")}`;
  return query.key.length > 1 && (form.spaced.includes(typed) || form.joined.includes(`${typed} `));
}

function pinyinTier({ full, initials, units, rank }, { pinyin, quoted, han }) {
  if (!full || !pinyin || quoted || han) return Infinity;
  const { length } = pinyin;
  if (full === pinyin) return PINYIN + rank / 10;
  if (initials === pinyin && length > 1) return INITIALS + rank / 10;
  if (full.startsWith(pinyin) && length > 1) return START_OF_PINYIN + shortfall(full, pinyin);
  const isPiece = units.some((_, number) => units.slice(number).join("").startsWith(pinyin));
  if (isPiece && length > 3) return IN_PINYIN + shortfall(full, pinyin);
  const isInInitials = initials.includes(pinyin) && length > 2;
  return isInInitials ? TIER.inInitials + shortfall(initials, pinyin) : Infinity;
}

/**
 * Return how far what was typed sounds from a name, 0 to 1: from the whole, or from a run of its
 * syllables, with so many slips at most.
 */
function soundDistance(sounds, form, slips) {
  let least = 1;
  const wanted = alike(sounds);
  for (const piece of runsOf(form.units, sounds.length)) {
    const steps = alike(piece) === wanted ? 0.5 : distance(sounds, piece, 3);
    // A piece out of the middle of a name has to be closer than a whole name.
    const extra = piece === form.full ? 0 : 0.3;
    if (steps <= slips) least = Math.min(least, (steps + extra) / Math.max(sounds.length, 6));
  }
  return least <= 0.34 ? least : 1;
}

/** Yield the runs of whole syllables that are about as long as what was typed. */
function* runsOf(units, length) {
  for (let from = 0; from < units.length; from++) {
    let run = "";
    for (let to = from; to < units.length && run.length <= length + 2; to++) {
      run += units[to];
      if (Math.abs(run.length - length) <= 2) yield run;
    }
  }
}

/**
 * Return how far a few Latin words are from a name's words, 0 to 1: each must have a near
 * partner.
 */
function wordsDistance(typed, words) {
  if (!typed.some((word) => word.length > 4)) return 1;
  let steps = 0;
  for (const word of typed) {
    const allowed = word.length > 8 ? 2 : word.length > 4 ? 1 : 0;
    const stepsTo = (other) => (other.startsWith(word) ? 0 : distance(word, other, allowed + 1));
    const least = Math.min(...words.map(stepsTo));
    if (least > allowed) return 1;
    steps += least;
  }
  // A name of the same number of words is nearer.
  return steps / typed.join("").length + 0.01 * Math.max(0, words.length - typed.length);
}

/**
 * Return the number of letters to add, drop, change or swap between two texts, or `most` where it
 * is that or more.
 */
export function distance(a, b, most = Infinity) {
  const [left, right] = [[...a], [...b]];
  if (Math.abs(left.length - right.length) >= most) return most;
  let [before, row] = [[], [0, ...right.map((_, j) => j + 1)]];
  for (let i = 1; i <= left.length; i++) {
    const next = [i];
    for (let j = 1; j <= right.length; j++) {
      const change = left[i - 1] === right[j - 1] ? 0 : 1;
      next[j] = Math.min(next[j - 1] + 1, row[j] + 1, row[j - 1] + change);
      if (i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1])
        next[j] = Math.min(next[j], before[j - 2] + 1);
    }
    [before, row] = [row, next];
  }
  return Math.min(row[right.length], most);
}
