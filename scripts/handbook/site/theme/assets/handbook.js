// What only a script can do, each on top of a page that is whole without it: remembered text size
// and colours, previews of citations, copying a citation, the address on paper. Words come
// from the page.

import { make, stored } from "./dom.js";
import { previews } from "./mark-previews.js";
import { openSelection } from "./open-selection.js";

const root = document.documentElement;
const { dataset } = document.currentScript;
root.classList.replace("no-js", "js");

const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const on = (target, event, listener) => target.addEventListener(event, listener);
const canonical = document.querySelector("link[rel=canonical]")?.href;
const address = canonical || location.href.split("#")[0];

/* What the reader chose, kept in this browser; private windows keep nothing. */
const CHOICES = { size: ["normal", "large", "largest"], theme: ["system", "light", "dark"] };
for (const [name, values] of Object.entries(CHOICES)) {
  const choice = stored(`hb-${name}`);
  root.dataset[name] = values.includes(choice) ? choice : values[0];
}

function choices() {
  for (const name of Object.keys(CHOICES))
    for (const input of all(`input[name="hb-${name}"]`)) {
      input.checked = input.value === root.dataset[name];
      input.onchange = () => stored(`hb-${name}`, (root.dataset[name] = input.value));
    }
}

/*
 * One menu is open at a time. A click elsewhere, Escape, and the focus leaving it close it, so
 * that no panel hides what has the focus.
 */
function menus() {
  const menus = all(".hb-menu, .hb-toc");
  const closeOthers = (target) =>
    menus.filter((menu) => !menu.contains(target)).forEach((menu) => (menu.open = false));
  for (const menu of menus) {
    on(menu, "toggle", () => menu.open && closeOthers(menu));
    on(menu, "focusout", (event) => event.relatedTarget && closeOthers(event.relatedTarget));
  }
  on(document, "click", ({ target }) => closeOthers(target.closest(".hb-toc a") ? null : target));
  on(document, "keydown", (event) => {
    const open = event.key === "Escape" && menus.find((menu) => menu.open);
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });
}

/*
 * A table wider than its place can be scrolled by the keyboard too, and is named by the heading
 * above it.
 */
function tables() {
  const isBefore = (place) => (heading) => heading.compareDocumentPosition(place) & 4;
  /*
   * The observer tells when a table is laid out, so that none need be laid out just to be
   * measured.
   */
  const sizes = new ResizeObserver((entries) => {
    for (const { target: place } of entries) {
      const headings = all(".hb-article :is(h1, h2, h3)");
      const label = headings.findLast(isBefore(place)).textContent.trim();
      const region = { tabindex: 0, role: "region", "aria-label": label };
      const isWide = place.scrollWidth > place.clientWidth;
      for (const [name, value] of Object.entries(region))
        isWide ? place.setAttribute(name, value) : place.removeAttribute(name);
    }
  });
  const observe = ({ target }) =>
    all(".hb-article :is(.table, pre)", target).forEach((place) => sizes.observe(place));
  observe({ target: document });
  on(document, "hb-read", observe);
}

/* A citation names the day when the page is read. */
function accessed() {
  const today = new Date().toLocaleDateString("sv"); // as ISO 8601 writes it
  for (const place of all("[data-accessed]")) place.textContent = `[${today}]`;
}

/* A button copies how to cite the page. */
function citations() {
  if (navigator.clipboard) all("[data-copy]").forEach(citation);
}

function citation(place) {
  const { copy, copied } = place.dataset;
  const text = place.querySelector("[data-citation]").textContent;
  const button = make("button", { type: "button", class: "hb-copy" }, copy);
  button.onclick = async () => {
    await navigator.clipboard.writeText(`${text} ${address}`);
    button.textContent = copied;
    button.setAttribute("aria-live", "polite");
  };
  place.append(" ", button);
}

/* On paper a page says where it is read, if its site is not known when it is built. */
function printedAddress() {
  if (!canonical) for (const place of all("[data-address]")) place.textContent = address;
}

/* A former anchor leads to what took its place; which that is, is asked for only then. */
async function formerAnchor() {
  const wanted = decodeURIComponent(location.hash.slice(1));
  if (!wanted || document.getElementById(wanted)) return;
  const answer = await fetch(root.dataset.anchors).catch(() => null);
  for (const [former, now] of answer?.ok ? await answer.json() : []) {
    const whole = new RegExp(`^${former}$`);
    const id = whole.test(wanted) && wanted.replace(whole, now);
    if (id && document.getElementById(id)) return location.replace(`#${encodeURIComponent(id)}`);
  }
}

for (const start of [
  choices,
  menus,
  previews,
  tables,
  accessed,
  citations,
  printedAddress,
  formerAnchor,
])
  on(document, "DOMContentLoaded", start);
on(document, "DOMContentLoaded", () => openSelection(dataset));
