/* The way into the search box, on every page: nothing of search is fetched before a reader asks for it. A file of its own rather than
   lines in the page, so that a host may forbid scripts in pages. */
(() => {
  const link = document.getElementById("hb-search-open");
  const words = link.dataset;
  const make = (tag, properties) => Object.assign(document.createElement(tag), properties);
  const button = (textContent, onclick) => make("button", { type: "button", textContent, onclick });
  const absolute = (address) => new URL(address, document.baseURI).href;
  const styles = absolute(words.styles);
  const root = absolute(words.root.replace(/\/?$/, "/"));
  const config = { lang: words.lang, styles, root, page: link.href };
  const searchPage = () => document.getElementById("hb-search");

  // A browser remembers a failed import; another address tries again.
  let failures = 0;
  const load = () => import(absolute(words.module) + (failures ? `?${failures}` : ""));
  const showFailure = (place, retry, ...more) => {
    failures++;
    const message = make("p", { textContent: navigator.onLine ? words.failed : words.offline });
    message.setAttribute("role", "alert");
    place.replaceChildren(message, button(words.retry, retry), ...more);
  };
  const open = async () => {
    if (searchPage()) return searchPage().querySelector("input")?.focus();
    document.querySelector(".hb-search-failed")?.remove();
    try {
      await (await load()).open(config);
    } catch {
      const dialog = make("dialog", { className: "hb-search-failed" });
      const lists = make("a", { href: link.href, textContent: words.lists });
      showFailure(
        dialog,
        open,
        lists,
        button(words.close, () => dialog.remove()),
      );
      document.body.append(dialog);
      dialog.showModal();
    }
  };
  const mount = async () => {
    try {
      await (await load()).mount(config, searchPage());
    } catch {
      showFailure(searchPage(), mount);
    }
  };
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open();
  });
  document.addEventListener("keydown", (event) => {
    const command = event.ctrlKey || event.metaKey;
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    const slash = event.key === "/" && !typing && !command && !event.altKey;
    if (event.isComposing || !(slash || (command && event.key.toLowerCase() === "k"))) return;
    event.preventDefault();
    open();
  });
  document.addEventListener("DOMContentLoaded", () => searchPage() && mount());
})();
