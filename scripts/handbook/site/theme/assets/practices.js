// The list of all practices, narrowed by what stands above it: one value of each line at a time.
// Without this script these are links, to parts of the list and to organisations.

import { make } from "./dom.js";

const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const count = /\s*[（(]\d+[)）]$/;
const lists = all(".entries");
const chosen = new Map();
const status = make("p", { role: "status" });

/** Whether a row belongs to what a link leads to: a theme's list, a kind, or an organisation. */
const belongs = (row, link) =>
  row.closest(".entries").previousElementSibling.id === link.hash.slice(1) ||
  row.cells[1].textContent === link.textContent.replace(count, "") ||
  all("a", row).some((other) => other.href === link.href);

function narrow() {
  const rows = all(".entries tbody tr");
  for (const row of rows) row.hidden = ![...chosen.values()].every((link) => belongs(row, link));
  for (const list of lists)
    list.hidden = list.previousElementSibling.hidden =
      !list.querySelector("tbody tr:not([hidden])");
  const shown = rows.filter((row) => !row.hidden).length;
  status.textContent = chosen.size ? `${shown} / ${rows.length}` : "";
}

for (const line of all(".filter dd")) {
  const buttons = all("a", line).map((link) => {
    const button = make("button", { type: "button", "aria-pressed": "false" }, link.textContent);
    button.addEventListener("click", () => {
      const press = button.getAttribute("aria-pressed") === "false";
      for (const other of buttons) other.setAttribute("aria-pressed", "false");
      button.setAttribute("aria-pressed", `${press}`);
      if (press) chosen.set(line, link);
      else chosen.delete(line);
      narrow();
    });
    return button;
  });
  line.replaceChildren(...buttons);
}
document.querySelector(".filter")?.append(status);
