// What a result quotes: the passage that holds what was typed, with it marked, and the sections of the page that hold it too.

import { TIER } from "./search-names.js";
import { HAN, closed } from "./search-text.js";

const SECTIONS = 3;

/** Return a text as nodes with every term in it marked; the text is only ever text. */
export function marked(text, terms, names) {
  const folded = [...text].map((c) => names.fold(c).slice(0, 1) || c).join("");
  const spans = [];
  for (const term of [...(terms ?? [])].sort((a, b) => b.length - a.length)) {
    if (!worth(term)) continue;
    for (let at = folded.indexOf(term); at >= 0; at = folded.indexOf(term, at + term.length)) {
      if (!spans.some(([from, to]) => at < to && at + term.length > from))
        spans.push([at, at + term.length]);
    }
  }
  spans.sort((a, b) => a[0] - b[0]);
  // The dots of a passage stand for what went before: its first mark opens.
  const dots = text.startsWith("…") ? "…" : "";
  const shown = dots + names.shown(text.slice(dots.length));
  const nodes = [];
  let last = 0;
  for (const [from, to] of spans) {
    const mark = document.createElement("mark");
    mark.textContent = shown.slice(from, to);
    nodes.push(shown.slice(last, from), mark);
    last = to;
  }
  return [...nodes, shown.slice(last)].filter((node) => node !== "");
}

/** Read what a result quotes: {excerpt, sections}. */
export async function quotation(result, { terms, query }, names, index) {
  const { spaced } = names.data;
  const text = await index.text(result.entry);
  const content = text.content;
  const title = closed(text.meta?.title ?? "", spaced);
  const from = content.startsWith(title)
    ? content.slice(title.length).match(/^[.。\s]*/)[0].length + title.length
    : 0;
  // Who typed a name wants to know what it is; who typed words wants to see where they stand.
  const at =
    result.tier < TIER.inTitle ? from : place(content, from, [query.text, ...(terms ?? [])]);
  const parts = result.hit ? (await index.details(result.hit)).sub_results : [];
  const own = result.entry.a.split("#")[1];
  const sections = parts
    .filter(({ anchor }) => anchor?.id && anchor.id !== own && anchor.element !== "h1")
    .slice(0, SECTIONS);
  return {
    excerpt: marked(passage(content, Math.max(at, from), from, names.data), terms, names),
    sections: sections.map((part) => section(part, terms, names)),
  };
}

function section({ title, anchor, plain_excerpt: plain }, terms, names) {
  const { spaced } = names.data;
  const name = clean(title, spaced);
  const words = clean(plain, spaced);
  const rest = words.startsWith(name) ? words.slice(name.length).replace(/^[.。\s]+/, "") : words;
  const at = place(rest, 0, terms ?? []);
  return {
    title: marked(name, terms, names),
    anchor: anchor.id,
    excerpt: marked(passage(rest, Math.max(at, 0), 0, names.data, true), terms, names),
  };
}

/** Pagefind writes its excerpts for HTML. */
const clean = (text, spaced) =>
  closed(
    text
      .replace(/<[^>]*>/g, "")
      .replaceAll("&lt;", "<")
      .replaceAll("&gt;", ">"),
    spaced,
  ).trim();

/** A single Latin letter marks too much. */
const worth = (term) => term && (term.length > 1 || HAN.test(term));

function place(content, from, terms) {
  const folded = content.toLowerCase();
  for (const term of terms) {
    const at = worth(term) ? folded.indexOf(term, from) : -1;
    if (at >= 0) return at;
  }
  return -1;
}

/** Return the passage around a place: from the start of its sentence where that is near, and never from the middle of a word. */
function passage(content, at, least, { spaced, passage: length }, open = false) {
  let from = Math.max(least, at - Math.round(length / 3));
  if (from > least) {
    const before = content.slice(from, at);
    const sentence = before.search(/[。！？；]|[.!?;] /);
    const gap = before.search(/[\s，、：“]/);
    from += sentence >= 0 ? sentence + 1 : gap >= 0 ? gap + 1 : 0;
  }
  let to = Math.min(content.length, from + length);
  const gap = to < content.length && spaced ? content.slice(from, to).lastIndexOf(" ") : -1;
  if (gap > length / 2) to = from + gap;
  return `${from > least ? "…" : ""}${content.slice(from, to).trim()}${to < content.length || open ? "…" : ""}`;
}
