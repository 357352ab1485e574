// The list of all practices, narrowed by what stands above it: one value of each line at a time.
// Without this script these are links, to parts of the list and to organisations.

import { make } from "./dom.js";

const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const count = /\s*[（(]\d+[)）]$/;
const lists = all(".entries");
const words = document.currentScript.dataset;
const chosen = new Map();
const presses = new Map();
const status = make("p", { role: "status" });
const clear = make("button", { type: "button", hidden: true, onclick: showAll }, words.clear);

/** Whether a row belongs to what a link leads to: a theme's list, a kind, or an organisation. */
const belongs = (row, link) =>
  row.closest(".entries").previousElementSibling.id === link.hash.slice(1) ||
  row.cells[1].textContent === link.textContent.replace(count, "") ||
  all("a", row).some((other) => other.href === link.href);

function narrow() {
  for (const [link, { line, button }] of presses)
    button.setAttribute("aria-pressed", `${chosen.get(line) === link}`);
  const rows = all(".entries tbody tr");
  for (const row of rows) row.hidden = ![...chosen.values()].every((link) => belongs(row, link));
  for (const list of lists)
    list.hidden = list.previousElementSibling.hidden =
      !list.querySelector("tbody tr:not([hidden])");
  const shown = rows.filter((row) => !row.hidden).length;
  const sentence = words.shown.replace("{shown}", shown).replace("{all}", rows.length);
  status.textContent = chosen.size ? sentence : "";
  clear.hidden = !chosen.size;
}

function showAll() {
  chosen.clear();
  narrow();
  filter.querySelector("summary").focus();
}

/** A link from another page to a theme or a kind narrows the list to it. */
function arrive() {
  const link = location.hash && [...presses.keys()].find((each) => each.hash === location.hash);
  if (!link) return;
  chosen.clear();
  chosen.set(presses.get(link).line, link);
  narrow();
  const show = () => filter.scrollIntoView();
  if (document.readyState === "complete") show();
  else addEventListener("load", show); // after the browser's own way to the row
}

const filter = document.querySelector(".filter");
if (filter) {
  for (const line of all("dd", filter)) {
    const buttons = all("a", line).map((link) => {
      const press = () => {
        if (chosen.get(line) === link) chosen.delete(line);
        else chosen.set(line, link);
        narrow();
      };
      const button = make("button", { type: "button", onclick: press }, link.textContent);
      presses.set(link, { line, button });
      return button;
    });
    line.replaceChildren(...buttons);
  }
  // folded where it would fill the first screen
  const open = matchMedia("(min-width: 44em)").matches;
  const values = make("details", { open }, make("summary", {}, words.filters), ...filter.children);
  filter.replaceChildren(values, make("div", {}, status, clear));
  narrow();
  arrive();
  addEventListener("hashchange", arrive);
}
