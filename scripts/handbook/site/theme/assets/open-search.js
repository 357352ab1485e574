/* The way into the search box, on every page: nothing of search is fetched before a reader asks for it. A file of its own rather than
   lines in the page, so that a host may forbid scripts in pages. */
(() => {
  const link = document.getElementById("hb-search-open");
  const full = (address) => new URL(address, document.baseURI).href;
  const { module, styles, root, lang } = link.dataset;
  const config = {
    lang,
    styles: full(styles),
    root: full(root.replace(/\/?$/, "/")),
    page: link.href,
  };
  const page = () => document.getElementById("hb-search");
  // A failed import is remembered by the browser; another address tries again.
  let tries = 0;
  const load = () => import(full(module) + (tries ? `?${tries}` : ""));
  const failed = (place, again) => {
    tries++;
    const button = (words, act) =>
      Object.assign(document.createElement("button"), {
        type: "button",
        textContent: words,
        onclick: act,
      });
    const said = Object.assign(document.createElement("p"), {
      textContent: navigator.onLine ? link.dataset.failed : link.dataset.offline,
    });
    said.setAttribute("role", "alert");
    const lists = Object.assign(document.createElement("a"), {
      href: link.href,
      textContent: link.dataset.lists,
    });
    place.replaceChildren(
      said,
      button(link.dataset.retry, again),
      ...(place.tagName === "DIALOG"
        ? [lists, button(link.dataset.close, () => place.remove())]
        : []),
    );
  };
  const open = async () => {
    if (page()) return page().querySelector("input")?.focus();
    document.querySelector(".hb-search-failed")?.remove();
    try {
      await (await load()).open(config);
    } catch {
      const dialog = Object.assign(document.createElement("dialog"), {
        className: "hb-search-failed",
      });
      document.body.append(dialog);
      failed(dialog, open);
      dialog.showModal();
    }
  };
  const mount = async () => {
    try {
      await (await load()).mount(config, page());
    } catch {
      failed(page(), mount);
    }
  };
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open();
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    const asked =
      (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) ||
      (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey));
    if (!asked || event.isComposing) return;
    event.preventDefault();
    open();
  });
  document.addEventListener("DOMContentLoaded", () => {
    if (!page()) return;
    mount();
  });
})();
