/* What only a script can do, each on top of a page that is whole without it: remembered text size and colours, footnote
   previews, sorting, copying a citation, the address on paper. Words come from the page. */
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.replace("no-js", "js");

  const CHOICES = { size: ["normal", "large", "largest"], theme: ["system", "light", "dark"] };
  const read = (name) => {
    try {
      return localStorage.getItem(`hb-${name}`);
    } catch {
      return null;
    }
  };
  const keep = (name, value) => {
    try {
      localStorage.setItem(`hb-${name}`, value);
    } catch {
      /* private windows remember nothing */
    }
  };
  const apply = (name, value) => {
    root.dataset[name] = value;
  };
  for (const [name, values] of Object.entries(CHOICES))
    apply(name, values.includes(read(name)) ? read(name) : values[0]);

  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const make = (tag, properties) => Object.assign(document.createElement(tag), properties);

  function comfort() {
    for (const name of Object.keys(CHOICES)) {
      for (const input of all(`input[name="hb-${name}"]`)) {
        input.checked = input.value === root.dataset[name];
        input.addEventListener("change", () => {
          apply(name, input.value);
          keep(name, input.value);
        });
      }
    }
  }

  /* One menu open at a time; Escape and a click elsewhere close it, and Escape gives the focus back. */
  function menus() {
    const menus = all(".hb-menu");
    for (const menu of menus)
      menu.addEventListener("toggle", () => {
        if (menu.open) for (const other of menus) if (other !== menu) other.open = false;
      });
    document.addEventListener("click", (event) => {
      for (const menu of menus) if (!menu.contains(event.target)) menu.open = false;
    });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      for (const menu of menus)
        if (menu.open) {
          menu.open = false;
          menu.querySelector("summary").focus();
        }
    });
    /* Leaving by the keyboard closes too, so that what has the focus is never hidden under a panel. */
    for (const menu of menus)
      menu.addEventListener("focusout", (event) => {
        if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
      });
  }

  /* A footnote beside its mark, on hover, focus and the first tap; the second tap follows the link. */
  function previews() {
    const box = make("div", { id: "hb-preview", className: "hb-preview", hidden: true });
    box.setAttribute("role", "tooltip");
    document.body.append(box);
    let shown = null,
      timer = 0;
    const hide = () => {
      if (shown) shown.removeAttribute("aria-describedby");
      shown = null;
      box.hidden = true;
    };
    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(hide, 250);
    };
    const show = (mark) => {
      clearTimeout(timer);
      if (shown === mark) return;
      hide();
      const note = document.getElementById(decodeURIComponent(mark.hash.slice(1)));
      if (!note) return;
      const copy = note.cloneNode(true);
      for (const back of all(".footnote-backref", copy)) back.remove();
      box.replaceChildren(...copy.childNodes);
      box.hidden = false;
      const at = mark.getBoundingClientRect(),
        width = box.offsetWidth;
      box.style.left = `${Math.max(8, Math.min(at.left + at.width / 2 - width / 2, root.clientWidth - width - 8)) + scrollX}px`;
      const below =
        at.bottom + box.offsetHeight + 12 < innerHeight || at.top < box.offsetHeight + 12;
      box.style.top = `${(below ? at.bottom + 6 : at.top - box.offsetHeight - 6) + scrollY}px`;
      mark.setAttribute("aria-describedby", box.id);
      shown = mark;
    };
    let touched = null;
    for (const mark of all("a.footnote-ref")) {
      mark.addEventListener("pointerenter", (event) => {
        if (event.pointerType === "mouse") show(mark);
      });
      mark.addEventListener("pointerleave", (event) => {
        if (event.pointerType === "mouse") later();
      });
      mark.addEventListener("focus", () => {
        if (!touched) show(mark);
      });
      mark.addEventListener("blur", later);
      mark.addEventListener("pointerdown", (event) => {
        touched = event.pointerType === "mouse" ? null : { seen: shown === mark };
      });
      mark.addEventListener("click", (event) => {
        if (touched && !touched.seen) {
          event.preventDefault();
          show(mark);
        } else hide();
        touched = null;
      });
    }
    box.addEventListener("pointerenter", () => clearTimeout(timer));
    box.addEventListener("pointerleave", later);
    box.addEventListener("focusin", () => clearTimeout(timer));
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") hide();
    });
    document.addEventListener("click", (event) => {
      if (shown && !box.contains(event.target) && !event.target.closest("a.footnote-ref")) hide();
    });
  }

  /* A table wider than its place can be scrolled by the keyboard too, and is called what the heading above it says. */
  function tables() {
    const above = (place) =>
      [...all(".hb-article :is(h1, h2, h3)")]
        .filter(
          (heading) => heading.compareDocumentPosition(place) & Node.DOCUMENT_POSITION_FOLLOWING,
        )
        .pop()
        .textContent.trim();
    /* Told when a table has been laid out or has changed its size, so that nothing need be laid out just to be measured. */
    const sized = new ResizeObserver((places) => {
      for (const { target: place } of places) {
        const wide = place.scrollWidth > place.clientWidth;
        for (const [name, value] of [
          ["tabindex", 0],
          ["role", "region"],
          ["aria-label", above(place)],
        ])
          wide ? place.setAttribute(name, value) : place.removeAttribute(name);
      }
    });
    for (const place of all(".hb-article .table")) sized.observe(place);
  }

  function sorting() {
    const article = document.querySelector("[data-sortable]");
    const table = article && article.querySelector("table");
    if (!table) return;
    const body = table.tBodies[0];
    let collator; // made when it is needed: making one takes a while
    const value = (row, column) => {
      const said = row.cells[column].textContent.trim();
      return /^\d/.test(said) ? parseFloat(said.replaceAll(",", "")) : said;
    };
    const compare = (a, b) =>
      typeof a === "number" && typeof b === "number"
        ? a - b
        : typeof a === "number"
          ? -1
          : typeof b === "number"
            ? 1
            : (collator ??= new Intl.Collator(root.lang, { numeric: true })).compare(a, b);
    all("th", table.tHead).forEach((head, column) => {
      const said = head.textContent.trim(),
        button = make("button", {
          type: "button",
          textContent: said,
          title: article.dataset.sortable.replace("{column}", said),
        });
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const rows = [...body.rows].sort((a, b) => compare(value(a, column), value(b, column)));
        body.append(...(down ? rows.reverse() : rows));
      });
    });
  }

  function citation() {
    const place = document.querySelector("[data-copy]"),
      text = document.querySelector("#use ~ dl dd");
    if (!text || !navigator.clipboard) return;
    const address =
      document.querySelector("link[rel=canonical]")?.href || location.href.split("#")[0];
    const button = make("button", {
      type: "button",
      className: "hb-copy",
      textContent: place.dataset.copy,
    });
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(`${text.firstChild.textContent.trim()} ${address}`);
      button.textContent = place.dataset.copied;
      button.setAttribute("aria-live", "polite");
    });
    text.append(" ", button);
  }

  function printed() {
    for (const place of all("[data-address]"))
      if (!document.querySelector("link[rel=canonical]"))
        place.textContent = location.href.split("#")[0];
  }

  /* On the home page the way to the search page opens the search box, as the one in the header does. */
  function searching() {
    const opener = document.getElementById("hb-search-open");
    for (const link of all(".hb-home .facets a")) {
      if (link.href !== opener?.href) continue;
      link.addEventListener("click", (event) => {
        if (!event.ctrlKey && !event.metaKey && !event.shiftKey) {
          event.preventDefault();
          opener.click();
        }
      });
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    searching();
    comfort();
    menus();
    previews();
    tables();
    sorting();
    citation();
    printed();
  });
})();
