// Making elements without writing HTML, so that nothing a reader types is ever read as markup, and
// remembering things in this browser.

/**
 * Make an element.
 * @param {string} tag
 * @param {Object} attributes Attributes; `on…` listens to an event, true is an empty attribute, false and null are none.
 * @param {...(Node|string|null)} children Empty ones are left out.
 * @returns {HTMLElement}
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== false && value != null)
      element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child != null && child !== ""));
  return element;
}

/** Make an element of the search box by the last part of its class. */
export const part = (tag, name, ...children) =>
  make(tag, { class: `hb-search__${name}` }, ...children);

/** Make a button that does something. */
export const button = (text, onclick) =>
  make("button", { type: "button", class: "hb-search__button", onclick }, text);

/** Fill `{name}` in a sentence. */
export const fill = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_, name) => values[name]);

/** Add a stylesheet to the page; resolves when it has come, or has not. */
export function styled(href) {
  const link = make("link", { rel: "stylesheet", href });
  document.head.append(link);
  return new Promise((resolve) => (link.onload = link.onerror = resolve));
}

/** Call a function once an element has come into view. */
export function whenSeen(element, callback) {
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    observer.disconnect();
    callback();
  });
  observer.observe(element);
}

/** Return what this browser keeps under a name, or keep a value; private windows keep nothing. */
export function stored(name, value) {
  try {
    if (value !== undefined) localStorage.setItem(name, value);
    return localStorage.getItem(name);
  } catch {
    return value ?? null;
  }
}
