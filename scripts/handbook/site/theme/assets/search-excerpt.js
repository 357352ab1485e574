// What a result quotes: the passage that holds what was typed, with it marked, and the sections
// of the page that hold it too.

import { TIER } from "./search-names.js";
import { HAN } from "./search-text.js";

const SECTIONS = 3;

/** A single Latin letter marks too much. */
const isWorth = (term) => term && (term.length > 1 || HAN.test(term));

/** Return a text as nodes with every term in it marked; the text is only ever text. */
export function marked(text, terms, names) {
  const folded = names.foldEach(text);
  const spans = [];
  for (const term of (terms ?? []).filter(isWorth).sort((a, b) => b.length - a.length))
    for (let at = folded.indexOf(term); at >= 0; at = folded.indexOf(term, at + term.length)) {
      const end = at + term.length;
      if (!spans.some(([from, to]) => at < to && end > from)) spans.push([at, end]);
    }
  const nodes = [];
  let last = 0;
  for (const [from, to] of spans.sort((a, b) => a[0] - b[0])) {
    const mark = document.createElement("mark");
    mark.textContent = text.slice(from, to);
    nodes.push(text.slice(last, from), mark);
    last = to;
  }
  return [...nodes, text.slice(last)].filter((node) => node !== "");
}

/**
 * Read what a result quotes.
 * @returns {Promise<{excerpt: Node[], sections: {title: Node[], anchor: string, excerpt: Node[]}[]}>}
 */
export async function quotation({ entry, tier, hit }, { terms = [], query }, names, index) {
  const { content, title, sections, summary } = await index.text(entry);
  const mark = (text) => marked(text, terms, names);
  const passageOf = (text, at, first, isOpen) =>
    mark(passage(text, Math.max(at, first), first, names.data, isOpen));
  const first = content.length - afterHeading(content, title).length;
  // Who typed a name wants to know what it is; who typed words wants to see where they are.
  const isTitle = tier < TIER.inTitle;
  const at = isTitle ? -1 : placeOf([query.text, ...terms], content, names, first);
  const texts = sections.map(([anchor, heading, start], number) => {
    const text = content.slice(start, sections[number + 1]?.[2]).trim();
    return { anchor, heading, text: afterHeading(text, heading) };
  });
  const having = (wanted) =>
    texts.filter(({ heading, text }) => placeOf(wanted, `${heading} ${text}`, names) >= 0);
  const whole = hit ? having([query.text]) : [];
  const shown = whole.length || !hit ? whole : having(terms);
  const quoted = ({ anchor, heading, text }) => {
    const excerpt = passageOf(text, placeOf(terms, text, names), 0, true);
    return { anchor, title: mark(heading), excerpt };
  };
  const isShort = at < 0 && summary;
  const excerpt = isShort ? passageOf(summary, 0, 0) : passageOf(content, at, first);
  return { excerpt, sections: shown.slice(0, SECTIONS).map(quoted) };
}

const afterHeading = (text, heading) =>
  text.startsWith(heading) ? text.slice(heading.length).replace(/^[.。\s]+/, "") : text;

/** Return where a text has the first of the terms that it has, or -1. */
function placeOf(terms, text, names, from = 0) {
  const folded = names.simplify(text.toLowerCase().replace(/[‘’]/g, "'"));
  const places = terms.filter(isWorth).map((term) => folded.indexOf(term, from));
  return places.find((at) => at >= 0) ?? -1;
}

/**
 * Return the passage around a place: from the start of its sentence where that is near, and never
 * from the middle of a word.
 */
function passage(text, at, first, { spaced, passage: length }, isOpen) {
  let from = Math.max(first, at - Math.round(length / 3));
  if (from > first) {
    const before = text.slice(from, at);
    const sentence = before.search(/[。！？；]|[.!?;] /);
    from += 1 + (sentence >= 0 ? sentence : before.search(/[\s，、：“]/));
  }
  let to = Math.min(text.length, from + length);
  const gap = to < text.length && spaced ? text.slice(from, to).lastIndexOf(" ") : -1;
  if (gap > length / 2) to = from + gap;
  const dots = (needed) => (needed ? "…" : "");
  return `${dots(from > first)}${text.slice(from, to).trim()}${dots(to < text.length || isOpen)}`;
}
