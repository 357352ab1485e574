// VitePress as it comes, with its local search and two languages.
import { readFileSync } from "node:fs";

const menu = JSON.parse(readFileSync("nav.json", "utf8"));
const item = ({ text, path, link }) => ({
  text,
  link: path.endsWith("index") ? link : link.slice(0, -1),
});
const sidebar = (lang) => menu[lang].map(({ text, items }) => ({ text, items: items.map(item) }));

export default {
  title: "Handbook",
  srcDir: "docs",
  outDir: "site",
  ignoreDeadLinks: true,
  locales: {
    root: { label: "简体中文", lang: "zh", themeConfig: { sidebar: sidebar("zh") } },
    en: { label: "English", lang: "en", themeConfig: { sidebar: sidebar("en") } },
  },
  themeConfig: { search: { provider: "local" } },
};
