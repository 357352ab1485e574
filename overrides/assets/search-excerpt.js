// What a result quotes: the passage that holds what was typed, with it marked, and the sections of the page that hold it too.

import { squeezed } from "./search-index.js";

const LENGTH = 90;
const SECTIONS = 3;

/** Return a text as nodes with every term in it marked; the text is only ever text. */
export function marked(text, terms, names) {
  const folded = [...text].map((c) => names.fold(c).slice(0, 1) || c).join("");
  const spans = [];
  for (const term of [...(terms ?? [])].sort((a, b) => b.length - a.length)) {
    if (!term || (term.length < 2 && !/[\u3400-\u9fff]/.test(term))) continue;
    for (let at = folded.indexOf(term); at >= 0; at = folded.indexOf(term, at + term.length)) {
      if (!spans.some(([from, to]) => at < to && at + term.length > from)) spans.push([at, at + term.length]);
    }
  }
  spans.sort((a, b) => a[0] - b[0]);
  const nodes = [];
  let last = 0;
  for (const [from, to] of spans) {
    const mark = document.createElement("mark");
    mark.textContent = text.slice(from, to);
    nodes.push(text.slice(last, from), mark);
    last = to;
  }
  return [...nodes, text.slice(last)].filter((node) => node !== "");
}

/** Read what a result quotes: {excerpt, sections}. */
export async function quotation(result, { terms, query }, names, index) {
  const text = await index.text(result.entry);
  const content = text.content.replace(/\s+/g, " ");
  const title = result.entry.t;
  const from = content.startsWith(title) ? title.length : 0;
  const at = place(content, from, [query.text, ...(terms ?? [])], names);
  const sections = result.hit ? await sectionsOf(result, terms, names, index) : [];
  if (at < 0 && result.hit) {
    const { plain_excerpt: plain } = await index.details(result.hit);
    return { excerpt: marked(clean(plain), terms, names), sections };
  }
  return { excerpt: marked(around(content, Math.max(at, from), from), terms, names), sections };
}

async function sectionsOf(result, terms, names, index) {
  const { sub_results: parts } = await index.details(result.hit);
  const own = result.entry.a.split("#")[1];
  return parts
    .filter(({ anchor }) => anchor?.id && anchor.id !== own && anchor.element !== "h1")
    .slice(0, SECTIONS)
    .map(({ title, anchor, plain_excerpt: plain }) => {
      const words = clean(plain);
      const rest = squeezed(words).startsWith(squeezed(clean(title))) ? words.slice(clean(title).length).replace(/^[.。\s]+/, "") : words;
      return { title: marked(clean(title), terms, names), anchor: anchor.id, excerpt: marked(rest.slice(0, LENGTH), terms, names) };
    });
}

/** Pagefind writes its excerpts for HTML. */
const clean = (text) => text.replace(/<[^>]*>/g, "").replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("\u200b", "").trim();

function place(content, from, terms, names) {
  const folded = content.toLowerCase();
  for (const term of terms) {
    if (!term || (term.length < 2 && !/[\u3400-\u9fff]/.test(term))) continue;
    const at = folded.indexOf(term, from);
    if (at >= 0) return at;
  }
  return -1;
}

/** Return the passage around a place, from the start of a sentence where one is near. */
function around(content, at, least) {
  let from = Math.max(least, at - 30);
  const sentence = content.slice(from, at).search(/[。！？.!?；;]\s?(?=[^。！？.!?；;]*$)/);
  if (from > least && sentence >= 0) from += sentence + 1;
  const before = from > least ? "…" : "";
  const passage = content.slice(from, from + LENGTH).replace(/^[.。\s]+/, "");
  return before + passage + (from + LENGTH < content.length ? "…" : "");
}
