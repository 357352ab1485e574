// The way into the search box, on every page: nothing of search is fetched before a reader asks
// for it. A file of its own rather than lines in the page, so that a host may forbid scripts in
// pages.

import { button, make } from "./dom.js";

const link = document.getElementById("hb-search-open");
const words = link.dataset;
const absolute = (address) => new URL(address, document.baseURI).href;
const config = {
  lang: words.lang,
  styles: absolute(words.styles),
  root: absolute(words.root.replace(/\/?$/, "/")),
  page: link.href,
};
const searchPage = () => document.getElementById("hb-search");

// A browser remembers a failed import; another address tries again.
let failures = 0;
const load = () => import(absolute(words.module) + (failures ? `?${failures}` : ""));

function showFailure(place, retry, ...more) {
  failures++;
  const message = make("p", { role: "alert" }, navigator.onLine ? words.failed : words.offline);
  place.replaceChildren(message, button(words.retry, retry), ...more);
}

async function open() {
  if (searchPage()) return searchPage().querySelector("input")?.focus();
  document.querySelector(".hb-search-failed")?.remove();
  try {
    await (await load()).open(config);
  } catch {
    const dialog = make("dialog", { class: "hb-search-failed" });
    const close = button(words.close, () => dialog.remove());
    showFailure(dialog, open, make("a", { href: link.href }, words.lists), close);
    document.body.append(dialog);
    dialog.showModal();
  }
}

async function mount() {
  try {
    await (await load()).mount(config, searchPage());
  } catch {
    showFailure(searchPage(), mount);
  }
}

/** A click opens the box instead of the search page, unless it asks for a new tab or window. */
function onClick(event) {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  open();
}

document.addEventListener("keydown", (event) => {
  const command = event.ctrlKey || event.metaKey;
  const isTyping = event.target.closest?.("input, textarea, select, [contenteditable]");
  const isSlash = event.key === "/" && !isTyping && !command && !event.altKey;
  if (event.isComposing || !(isSlash || (command && event.key.toLowerCase() === "k"))) return;
  event.preventDefault();
  open();
});

if (searchPage()) mount();
for (const other of document.querySelectorAll("#hb-search-open"))
  if (other.href === link.href) other.addEventListener("click", onClick);
