// Starlight as it comes, with its Pagefind and two languages.
import { readFileSync } from "node:fs";
import starlight from "@astrojs/starlight";
import { defineConfig, passthroughImageService } from "astro/config";

const menu = JSON.parse(readFileSync("nav.json", "utf8"));
const named = (zh, en) => ({ label: zh.text, translations: { en: en.text } });

export default defineConfig({
  outDir: "site",
  image: { service: passthroughImageService() },
  integrations: [
    starlight({
      title: "Handbook",
      locales: { root: { label: "简体中文", lang: "zh-CN" }, en: { label: "English", lang: "en" } },
      sidebar: menu.zh.map((section, at) => ({
        ...named(section, menu.en[at]),
        items: section.items.map((item, i) => ({
          ...named(item, menu.en[at].items[i]),
          link: item.link,
        })),
      })),
    }),
  ],
});
