// What the preview adds to a page: asks for the page again once it is another, and tells over it what is wrong.
(() => {
  const { version } = document.currentScript.dataset;
  const KEPT = "preview";
  let panel, stream;

  const openings = () => [...document.querySelectorAll("details")];

  function keepPlace() {
    const open = openings().map((each) => each.open);
    sessionStorage.setItem(KEPT, JSON.stringify({ path: location.pathname, top: scrollY, open }));
  }

  function returnToPlace() {
    const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "{}");
    sessionStorage.removeItem(KEPT);
    if (kept.path !== location.pathname) return;
    openings().forEach((each, number) => (each.open = kept.open[number] ?? each.open));
    scrollTo({ top: kept.top, behavior: "instant" });
  }

  function element(name, text, parent) {
    const made = document.createElement(name);
    made.textContent = text;
    parent.append(made);
    return made;
  }

  function tell({ lang, title, close, problems }) {
    panel?.remove();
    if (problems.length === 0) return;
    panel = element("section", "", document.body);
    panel.id = "preview";
    panel.lang = lang;
    panel.setAttribute("role", "alert");
    panel.tabIndex = 0; // so that keys scroll it
    element("button", close, panel).addEventListener("click", () => panel.remove());
    element("strong", title, panel);
    const list = element("ul", "", panel);
    for (const problem of problems) element("li", problem, list);
  }

  // A browser has few connections to one host, so only the page that is looked at listens.
  function listen() {
    stream?.close();
    if (document.visibilityState !== "visible") return;
    stream = new EventSource(`/_preview?${location.pathname}`);
    stream.addEventListener("message", ({ data }) => {
      const told = JSON.parse(data);
      if (told.version === version) return tell(told);
      keepPlace();
      location.reload();
    });
  }

  addEventListener("keydown", ({ key }) => key === "Escape" && panel?.remove());
  document.addEventListener("visibilitychange", listen);
  addEventListener("pagehide", () => stream?.close());
  addEventListener("pageshow", listen);
  returnToPlace();
})();
