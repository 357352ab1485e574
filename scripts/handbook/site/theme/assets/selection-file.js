// A reader's selection as one file that stands alone: no scripts, nothing to fetch.

import { make } from "./dom.js";

/** Nothing is asked for, whatever reads the file. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'";

/**
 * Offer a document to be saved.
 * @param {Node[]} content
 * @param {string} title
 */
export async function save(content, title) {
  const sheets = [...document.querySelectorAll("link[rel=stylesheet]")];
  const styles = await Promise.all(sheets.map(async ({ href }) => (await fetch(href)).text()));
  const head = make(
    "head",
    {},
    make("meta", { charset: "utf-8" }),
    make("meta", { name: "viewport", content: "width=device-width,initial-scale=1" }),
    make("meta", { "http-equiv": "Content-Security-Policy", content: POLICY }),
    make("title", {}, title),
    make("style", {}, styles.join("\n")),
  );
  const article = make("article", { class: "hb-article" }, ...content);
  const body = make("body", {}, make("main", { class: "hb-frame" }, article));
  const { lang } = document.documentElement;
  const text = `<!doctype html>\n${make("html", { lang }, head, body).outerHTML}\n`;
  const href = URL.createObjectURL(new Blob([text], { type: "text/html" }));
  make("a", { href, download: `${title.replace(/[\\/:*?"<>|]+/g, " ")}.html` }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}
