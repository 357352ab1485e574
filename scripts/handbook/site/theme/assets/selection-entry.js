// An entry as it stands on its page of this site, made fit to stand in another document.

import { make } from "./dom.js";
import { once } from "./search-files.js";

const pages = new Map();

/** Fetch a page; what failed is asked for again the next time. Its scripts do not run. */
function fetchPage(address) {
  const send = (resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("GET", address);
    request.responseType = "document";
    const isPage = () => request.status === 200 && request.response;
    request.onload = () => (isPage() ? resolve(request.response) : reject(new Error(address)));
    request.onerror = request.onload;
    request.send();
  };
  return once(pages, address, () => new Promise(send));
}

/**
 * Return what the site says of an entry, after its name as a heading of the second level.
 * @param {{id: string, title: string, address: string}} record
 * @returns {Promise<Node[]>} Rejects where the page cannot be read, or does not have the entry.
 */
export async function entryOf({ id, title, address }) {
  const [page, anchor] = address.split("#");
  const found = await fetchPage(page);
  const element = anchor ? found.getElementById(anchor) : found.querySelector(".hb-article");
  if (!element) throw new Error(address);
  const entry = make(
    "div",
    {},
    ...(anchor ? [...fromList(element, title), ...parts(element)] : copies(element)),
  );
  if (!anchor) lowerHeadings(entry);
  keepIdsApart(entry, id);
  for (const link of entry.querySelectorAll("[href]")) {
    const href = link.getAttribute("href");
    if (!href.startsWith(`#${id}.`)) link.setAttribute("href", new URL(href, page).href);
  }
  return [...entry.childNodes];
}

const copies = (element) => [...element.childNodes].map((node) => document.importNode(node, true));

/** Return a term with what is said of it, or a row with its cells below one another. */
function fromList(element, title) {
  if (element.matches("dt")) {
    const told = [];
    for (let next = element; (next = next.nextElementSibling)?.matches("dd");) told.push(next);
    return [
      make("h2", {}, ...copies(element)),
      ...told.map((dd) => make("div", {}, ...copies(dd))),
    ];
  }
  if (!element.matches("tr")) return [make("h2", {}, title), document.importNode(element, true)];
  const heads = element.closest("table").tHead.rows[0].cells;
  const [first] = element.cells;
  // a row may begin with something else than a name, such as a number
  const isNamed = first.textContent.includes(title);
  const list = make("dl");
  for (const cell of [...element.cells].slice(isNamed ? 1 : 0)) {
    const said = make("dd", {}, ...copies(cell));
    if (/[\p{L}\p{N}]/u.test(said.textContent))
      list.append(make("dt", {}, heads[cell.cellIndex].textContent), said);
  }
  return [make("h2", {}, ...(isNamed ? copies(first) : [title])), list];
}

/** Return what stands below each heading of its page that an entry has a link to, such as numbers over time. */
function parts(element) {
  const nodes = [];
  for (const link of element.querySelectorAll("a[href^='#']")) {
    const id = decodeURIComponent(link.getAttribute("href").slice(1));
    const heading = element.ownerDocument.getElementById(id);
    if (!heading?.matches("h2, h3")) continue;
    nodes.push(make("h3", { id }, link.textContent));
    let next = heading.nextElementSibling;
    for (; next && !next.matches("h2, h3"); next = next.nextElementSibling)
      nodes.push(document.importNode(next, true));
  }
  return nodes;
}

function lowerHeadings(entry) {
  for (const heading of entry.querySelectorAll("h1, h2, h3, h4, h5")) {
    const lower = make(`h${Number(heading.tagName[1]) + 1}`, {}, ...heading.childNodes);
    for (const { name, value } of heading.attributes) lower.setAttribute(name, value);
    heading.replaceWith(lower);
  }
}

/** Put the entry's id before each id in it, and where they are named. */
function keepIdsApart(entry, id) {
  const ids = new Set([...entry.querySelectorAll("[id]")].map((element) => element.id));
  const apart = (name) => (ids.has(name) ? `${id}.${name}` : name);
  const named = (text) =>
    text
      .replace(/^#(.+)$/, (_, name) => `#${apart(decodeURIComponent(name))}`)
      .replace(/url\(#([^)]+)\)/g, (_, name) => `url(#${apart(name)})`);
  for (const element of entry.querySelectorAll("*"))
    for (const { name, value } of [...element.attributes])
      if (name === "id") element.id = apart(value);
      else if (/^aria-(labelledby|describedby|controls)$|^for$/.test(name))
        element.setAttribute(name, value.split(" ").map(apart).join(" "));
      else if (value.includes("#")) element.setAttribute(name, named(value));
}
