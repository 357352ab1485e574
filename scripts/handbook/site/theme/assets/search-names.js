// What readers type, and the names it may mean: exact names first, then parts of names, pinyin, and names that are nearly the same.
// Nothing here touches the page.

import { HAN, HANS, JOINT, curled } from "./search-text.js";

const EACH_HAN = new RegExp(HAN, "gu");
const UNITS = new RegExp(`[${HANS}]|[a-z]+|\\d+`, "gu");
const QUOTED = /[“"「『《]([^”"」』》]+)[”"」』》]/g;
const NOT_LETTERS = /[^\p{L}\p{N}]+/gu;
/** What joins two words: “exitentry” may mean Exit–Entry. */
const JOINTS = new RegExp(JOINT, "g");

/** How well a name answers, best first; what lies between two of these is decided by how much of the name was typed. */
export const TIER = {
  title: 0,
  alias: 1,
  part: 2,
  inQuotes: 2.5,
  other: 3,
  inOtherQuotes: 3.5,
  otherPart: 3.7,
  pinyin: 4,
  initials: 5,
  inTitle: 6,
  inAlias: 7,
  inPart: 8,
  inOther: 9,
  tokens: 10,
  startOfPinyin: 11,
  inPinyin: 12,
  inInitials: 13,
  near: 20,
};
// By a form's rank: title, other name, name of a part, name in another language, piece of a title, piece of one in another language, name
// of a part in another language.
const EXACT = [
  TIER.title,
  TIER.alias,
  TIER.part,
  TIER.other,
  TIER.inQuotes,
  TIER.inOtherQuotes,
  TIER.otherPart,
];
const INSIDE = [
  TIER.inTitle,
  TIER.inAlias,
  TIER.inPart,
  TIER.inOther,
  TIER.inTitle,
  TIER.inOther,
  TIER.inOther,
];

/** Runs of one letter that speakers of other dialects hear alike: zh and z, n and l at the start, ng and n at the end. */
const alike = (pinyin) => pinyin.replace(/([zcs])h/g, "$1").replace(/ng/g, "n");

export class Names {
  #fetchList;
  #loading = new Map();

  /** Take the list, or what of it everyone gets; `fetchList` loads the rest of a long one, by the ends of its files' names. */
  constructor(data, fetchList) {
    this.data = data;
    this.kinds = Object.keys(data.kinds); // in their order
    this.#fetchList = fetchList;
    this.complete = !data.parts;
    this.entries = [];
    this.forms = [];
    this.byText = new Map();
    this.titles = new Map();
    this.traditional = new Map();
    const pairs = [...data.traditional];
    for (let i = 0; i < pairs.length; i += 2) this.traditional.set(pairs[i], pairs[i + 1]);
    this.syllables = readTable(data.pinyin);
    this.everyday = new Map(Object.entries(data.everyday));
    this.add(data.entries);
  }

  /** Return the kind of an entry. */
  kindOf(entry) {
    return this.kinds[entry.k];
  }

  add(entries) {
    for (const entry of entries) {
      const known = this.byText.get(entry.h);
      if (known?.a !== undefined) continue;
      const added = Object.assign(known ?? {}, entry);
      this.byText.set(entry.h, added);
      this.entries.push(added);
      this.forms.push(this.#formsOf(added));
      if (this.kindOf(entry) !== "pages")
        this.titles.set(entry.a.replace(/\/$/, "").split(/[/#]/).pop(), this.shown(entry.t));
    }
  }

  /** Return the entry of a text file; of a long list it may not have come yet. */
  of(text) {
    if (!this.complete && !this.byText.has(text)) this.byText.set(text, { h: text, k: Infinity });
    return this.byText.get(text);
  }

  /** Load of a long list what a query may name (parts.py). */
  async load({ key, pinyin }) {
    if (!this.complete)
      await Promise.all(
        [key, pinyin]
          .filter(Boolean)
          .map((name) => this.#list(`.${number(name) % this.data.parts}`)),
      );
  }

  /** Load all of a long list: for what only comes near a name, and for the facets. */
  async loadAll() {
    if (this.complete) return;
    await this.#list(".all");
    this.complete = true;
  }

  #list(end) {
    if (!this.#loading.has(end)) {
      const loading = this.#fetchList(end).then((entries) => this.add(entries));
      loading.catch(() => this.#loading.delete(end));
      this.#loading.set(end, loading);
    }
    return this.#loading.get(end);
  }

  /** Fold a text to what it is compared by: width, accents, case, apostrophes, Traditional characters, thousands separators. */
  fold(text) {
    const plain = text
      .normalize("NFKD")
      .replace(/[\u0300-\u036f]/g, "")
      .normalize("NFKC");
    const folded = [...plain.toLowerCase().replace(/[‘’]/g, "'")]
      .map((c) => this.traditional.get(c) ?? c)
      .join("");
    return folded
      .replace(/[\u200b-\u200f\u2060\ufeff]/g, "")
      .replace(/(\d)[,\u2009](?=\d{3}(?!\d))/g, "$1");
  }

  /** Return a name or a passage in a language as readers are shown it. */
  shown(text, lang = this.data.lang) {
    return curled(text, this.data.languages[lang].quotes);
  }

  /** Return the handbook's words for what readers say; none where it is not in the table, or they want it word for word. */
  related({ text, quoted }) {
    return quoted ? [] : (this.everyday.get(text) ?? []);
  }

  /** Read a query: its folded text, its letters alone, its words, its pinyin, and whether it is a quoted phrase. */
  read(typed) {
    const text = this.fold(typed).replace(/\s+/g, " ").trim();
    const quoted = /^["“”「『].*\S.*["“”」』]$/.test(text) && text.length > 2;
    const bare = text.replace(/["“”「」『』]/g, "").trim();
    const words = bare.replace(NOT_LETTERS, " ").trim().split(" ").filter(Boolean);
    return {
      typed,
      text: bare,
      quoted,
      key: words.join(""),
      words,
      han: HAN.test(bare),
      pinyin: this.#pinyinOf(bare),
    };
  }

  /** Return the entries whose names answer a query, as {entry, tier, lang}, best first. */
  find(query) {
    if (!query.key) return [];
    const found = [];
    this.entries.forEach((entry, index) => {
      const best = this.#best(this.forms[index], query);
      if (best) found.push({ entry, ...best });
    });
    return found.sort(
      (a, b) => a.tier - b.tier || a.entry.k - b.entry.k || a.entry.t.length - b.entry.t.length,
    );
  }

  /** Return the entries whose names are nearly what was typed, nearest first, each with its distance. */
  near(query, most = 0.34) {
    if (query.key.length < 2) return [];
    const sounds = query.pinyin && query.pinyin.length > 3 ? query.pinyin : "";
    // Two or three Chinese characters sound a little like too many others.
    const slips = query.han && [...query.key].length < 4 ? 0.5 : 2;
    const found = [];
    this.entries.forEach((entry, index) => {
      let least = 1;
      for (const form of this.forms[index]) {
        let from =
          distance(query.key, form.key) /
          (query.han ? query.key.length : Math.max(query.key.length, 3));
        if (!query.han) from = Math.min(from, wordsDistance(query.words, form.words));
        if (sounds && form.full) from = Math.min(from, soundDistance(sounds, form, slips));
        least = Math.min(least, from + 0.002 * form.rank);
      }
      if (least <= most) found.push({ entry, tier: TIER.near + least, distance: least });
    });
    return found.sort(
      (a, b) => a.tier - b.tier || a.entry.k - b.entry.k || a.entry.t.length - b.entry.t.length,
    );
  }

  #formsOf(entry) {
    const here = this.data.lang;
    const forms = [];
    const add = (name, rank, lang) => {
      const folded = this.fold(name);
      const words = folded.replace(NOT_LETTERS, " ").trim().split(" ").filter(Boolean);
      const joined = folded.replace(JOINTS, "").replace(NOT_LETTERS, " ").trim();
      const form = {
        name,
        rank,
        lang,
        key: words.join(""),
        words,
        spaced: ` ${words.join(" ")}`,
        joined: ` ${joined} `,
        full: "",
      };
      if (HAN.test(name)) this.#read(form, folded, entry.r?.[name]);
      if (form.key) forms.push(form);
    };
    add(entry.t, 0, here);
    // What a title quotes is a piece of it, and halves are; or it is the proper name itself: “五联”, “广陈模式” (names.py).
    for (const [, quoted] of entry.t.matchAll(QUOTED)) {
      add(quoted, entry.q ? 0 : 4, here);
      if (quoted.includes("·")) for (const half of quoted.split("·")) add(half, 4, here);
    }
    for (const name of entry.n ?? []) add(name, 1, here);
    for (const name of entry.p ?? []) add(name, 2, here);
    for (const [lang, names] of Object.entries(entry.o ?? {})) {
      for (const name of names) {
        add(name, 3, lang);
        for (const [, quoted] of name.matchAll(QUOTED)) add(quoted, entry.q ? 3 : 5, lang);
      }
    }
    for (const [lang, names] of Object.entries(entry.op ?? {}))
      for (const name of names) add(name, 6, lang);
    return forms;
  }

  /** Add to a form how it sounds: its syllables, the whole, where each syllable starts, and the initials. */
  #read(form, folded, reading) {
    const given = reading?.split(" ");
    let next = 0;
    const units = [];
    for (const [unit] of folded.matchAll(UNITS)) {
      units.push(HAN.test(unit) ? (given?.[next++] ?? this.syllables.get(unit) ?? unit) : unit);
    }
    form.units = units;
    form.full = units.join("");
    form.initials = units.map((unit) => (/^\d/.test(unit) ? unit : unit[0])).join("");
    form.starts = new Set();
    let at = 0;
    for (const unit of units) {
      form.starts.add(at);
      at += unit.length;
    }
  }

  #best(forms, query) {
    let best = null;
    const offer = (tier, form) => {
      if (!best || tier < best.tier) best = { tier, lang: form.lang, name: form.name };
    };
    for (const form of forms) {
      if (form.key === query.key) offer(EXACT[form.rank], form);
      else if (inside(form, query)) offer(INSIDE[form.rank] + shortfall(form.key, query.key), form);
      if (!query.quoted && form.full && query.pinyin && !query.han) {
        const { pinyin } = query;
        const at = form.full.indexOf(pinyin);
        if (form.full === pinyin) offer(TIER.pinyin + form.rank / 10, form);
        else if (form.initials === pinyin && pinyin.length > 1)
          offer(TIER.initials + form.rank / 10, form);
        else if (at === 0 && pinyin.length > 1)
          offer(TIER.startOfPinyin + shortfall(form.full, pinyin), form);
        else if (pinyin.length > 3 && startsAtSyllable(form, pinyin))
          offer(TIER.inPinyin + shortfall(form.full, pinyin), form);
        else if (pinyin.length > 2 && form.initials.includes(pinyin))
          offer(TIER.inInitials + shortfall(form.initials, pinyin), form);
      }
    }
    if (!best && !query.quoted && query.words.length > 1) {
      const all = query.words.every((word) =>
        forms.some((form) =>
          HAN.test(word) ? form.key.includes(word) : form.spaced.includes(` ${stem(word)}`),
        ),
      );
      if (all) offer(TIER.tokens, forms[0]);
    }
    return best;
  }

  /** Return a query in pinyin without tones, or nothing where a character has no reading. */
  #pinyinOf(text) {
    let plain = text
      .normalize("NFD")
      .replace(/\p{M}/gu, "")
      .replace(/[\s'’\-·.]+/g, " ")
      .trim();
    if (/^([a-z]+[1-5] ?)+(\d+)?$/.test(plain))
      plain = plain.replace(/([a-z])[1-5](?=\s|[a-z]|$)/g, "$1");
    let missing = false;
    const read = plain.replace(
      EACH_HAN,
      (character) => this.syllables.get(character) ?? ((missing = true), ""),
    );
    const joined = read.replace(/\s/g, "").replace(/v/g, "u");
    return !missing && /^[a-z0-9]+$/.test(joined) && /[a-z]/.test(joined) ? joined : "";
  }
}

/** Number a key as parts.py does. */
function number(key) {
  let found = 0;
  for (const character of key) found = (found * 31 + character.codePointAt(0)) % 2 ** 32;
  return found;
}

/** Return how each common character reads: the table holds `syllable+count` runs over the first level of GB 2312, which browsers can decode. */
function readTable(table) {
  const bytes = [];
  for (let row = 0xb0; row < 0xd8; row++) {
    for (let cell = 0xa1; cell < (row === 0xd7 ? 0xfa : 0xff); cell++) bytes.push(row, cell);
  }
  const characters = [...new TextDecoder("gb2312").decode(new Uint8Array(bytes))];
  const found = new Map();
  let next = 0;
  for (const [, syllable, count] of table.matchAll(/([a-z]+)(\d*)/g)) {
    for (let i = Number(count || 1); i > 0; i--) found.set(characters[next++], syllable);
  }
  return found;
}

/** English words are compared without the endings that change most: cases and case, hearings and hearing. */
const stem = (word) => (/^[a-z]{5,}s$/.test(word) ? word.slice(0, -1) : word);

const shortfall = (whole, part) => 0.9 * (1 - part.length / whole.length);

function inside(form, query) {
  if (query.han) return form.key.includes(query.key);
  if (/^\d+$/.test(query.key)) return new RegExp(`(^|\\D)${query.key}`).test(form.key);
  const typed = ` ${query.words.map(stem).join(" ")}`;
  return query.key.length > 1 && (form.spaced.includes(typed) || form.joined.includes(`${typed} `));
}

/** Return how far what was typed sounds from a name, 0 to 1: from the whole, or from a run of its syllables, with so many slips at most. */
function soundDistance(sounds, form, slips) {
  let least = 1;
  const wanted = alike(sounds);
  for (const piece of pieces(form.units, sounds.length)) {
    const steps = alike(piece) === wanted ? 0.5 : distance(sounds, piece, 3);
    // A piece out of the middle of a name has to be closer than a whole name.
    if (steps <= slips)
      least = Math.min(
        least,
        (steps + (piece === form.full ? 0 : 0.3)) / Math.max(sounds.length, 6),
      );
  }
  return least <= 0.34 ? least : 1;
}

/** Yield the runs of whole syllables that are about as long as what was typed. */
function* pieces(units, length) {
  for (let from = 0; from < units.length; from++) {
    let piece = "";
    for (let to = from; to < units.length && piece.length <= length + 2; to++) {
      piece += units[to];
      if (Math.abs(piece.length - length) <= 2) yield piece;
    }
  }
}

function startsAtSyllable(form, pinyin) {
  for (let at = form.full.indexOf(pinyin); at >= 0; at = form.full.indexOf(pinyin, at + 1)) {
    if (form.starts.has(at)) return true;
  }
  return false;
}

/** Return how far a few Latin words are from a name's words, 0 to 1: each must have a near partner. */
function wordsDistance(typed, words) {
  if (!typed.length || !typed.some((word) => word.length > 4)) return 1;
  let steps = 0;
  for (const word of typed) {
    const allowed = word.length > 8 ? 2 : word.length > 4 ? 1 : 0;
    const least = Math.min(
      ...words.map((other) => (other.startsWith(word) ? 0 : distance(word, other, allowed + 1))),
      9,
    );
    if (least > allowed) return 1;
    steps += least;
  }
  // A name of the same number of words is nearer.
  return steps / typed.join("").length + 0.01 * Math.max(0, words.length - typed.length);
}

/** Return the number of letters to add, drop, change or swap between two texts, or `most` where it is that or more. */
export function distance(a, b, most = Infinity) {
  const [left, right] = [[...a], [...b]];
  if (Math.abs(left.length - right.length) >= most) return most;
  let [before, row] = [[], right.map((_, j) => j + 1)];
  row.unshift(0);
  for (let i = 1; i <= left.length; i++) {
    const next = [i];
    for (let j = 1; j <= right.length; j++) {
      const same = left[i - 1] === right[j - 1] ? 0 : 1;
      next[j] = Math.min(next[j - 1] + 1, row[j] + 1, row[j - 1] + same);
      if (i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1])
        next[j] = Math.min(next[j], before[j - 2] + 1);
    }
    [before, row] = [row, next];
  }
  return Math.min(row[right.length], most);
}
