"""The built site, walked from end to end."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import urllib.request
from hashlib import sha256
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from zipfile import ZipFile

import pikepdf
import pytest
from lxml import etree, html

from handbook.book.build import FONT_LICENCES
from handbook.book.typst.pdf import describe
from handbook.model.records import Figure, Practice
from handbook.model.references import split_locator
from handbook.model.urls import API_VERSION, BULK, CHECKSUMS, address_of
from handbook.opendata.bulk import FOLDERS
from handbook.site.manifest import MANIFEST
from handbook.text.languages import language
from tests.helpers import ROOT
from tests.helpers.built_site import REPO_URL, SITE_URL, Built, faults_of
from tests.helpers.other_machine import OTHER_MACHINE
from tests.helpers.repository import replica
from tests.helpers.values_on_pages import untold

LANGUAGES = ("zh", "en")
#: Runs are written in words: 十八连冠.
RUNS = {18: ["十八"], 5: ["五"]}


def page_path(built: Built, record_id: str, lang: str) -> tuple[str, str]:
    """Return (a record's page in the site, its anchor)."""
    address = address_of(built.dataset.records[record_id], built.dataset)
    prefix = "" if lang == "zh" else f"{lang}/"
    return f"{prefix}{address.page}/index.html", address.anchor


def test_the_finished_site_has_no_faults(built: Built) -> None:
    """Every link and anchor resolves, and every page has one h1, its language, a description and its twin."""
    assert [] == [finding.text("en") for finding in faults_of(built.directory, LANGUAGES, SITE_URL)]


def test_every_page_lets_nothing_but_this_sites_files_run(built: Built) -> None:
    """The policy stands before whatever the page loads; inline code, other hosts and strings of code are out."""
    for path, page in built.pages.items():
        first = page.tree.find("head")[0]
        assert "Content-Security-Policy" == first.get("http-equiv"), path
        rules = dict(rule.split(" ", 1) for rule in first.get("content").split("; "))
        assert "'none'" == rules["default-src"] == rules["base-uri"]
        assert "'script'" == rules["require-trusted-types-for"]
        assert {"'self'", "'wasm-unsafe-eval'"} == {*rules["script-src"].split()}
        assert "'self'" == rules["style-src"]


def test_pages_tell_every_value_of_the_records(built: Built) -> None:
    """Texts, numbers, dates, words of values, and links to what is referred to and cited."""
    assert [] == [*untold(built.dataset, built.pages)]


def test_edition_of_the_whole_stands_on_pages_that_tell_of_it(built: Built) -> None:
    """Every other page tells its own version, so that one change does not change them all."""
    edition = json.loads((built.directory / "api/v1/index.json").read_text())["edition"]
    telling = {path for path in built.pages if edition in (built.directory / path).read_text()}
    pages = (
        "index.html",
        "about/index.html",
        "api/index.html",
        "changes/index.html",
        "data/index.html",
        "downloads/index.html",
        "selection/index.html",
    )
    assert {f"{folder}{page}" for folder in ("", "en/") for page in pages} == telling
    files = [
        *built.directory.rglob("*.json"),
        *built.directory.rglob("*.xml"),
        *built.directory.rglob("*.csv"),
    ]
    whole = {"api/v1/index.json", "data/about.csv", "data/datapackage.json", "manifest.json"}
    cited = {
        f"cite/{page}.{lang}.json"
        for page in ("index", "about/index", "api", "changes", "data", "downloads")
        for lang in ("zh", "en")
    }
    assert whole | cited == {
        file.relative_to(built.directory).as_posix()
        for file in files
        if edition.encode() in file.read_bytes()
    }


def test_english_pages_show_no_straight_marks(built: Built) -> None:
    """Whatever English readers see or hear is set with curly quotation marks: text, titles, descriptions, labels; code is as it is typed."""
    found = []
    for file in sorted((built.directory / "en").rglob("*.html")):
        page = html.fromstring(file.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
        for element in page.xpath("//code | //pre | //script | //style"):
            element.text = None
        told = page.xpath(
            "//meta[not(@http-equiv)]/@content | //@title | //@alt | //@aria-label | //@placeholder"
        )
        found += [
            (file.name, words)
            for words in [page.text_content(), *told]
            if re.search("[\"']", words)
        ]
    assert [] == found


def test_every_data_file_is_listed_with_its_size(built: Built) -> None:
    """The page of data leads to each file that was made, and tells its size; answers for one record and schemas are told on the page of the API."""
    made = {
        path.relative_to(built.directory).as_posix(): path.stat().st_size
        for folder in ("data", f"api/{API_VERSION}")
        for path in (built.directory / folder).iterdir()
        if path.is_file() and path.suffix != ".html"
    }
    for prefix in ("", "en/"):
        listed = {}
        for link in built.pages[f"{prefix}data/index.html"].tree.xpath("//main//a"):
            path = urljoin(f"{prefix}data/", link.get("href"))
            if told := re.match(r"[\s(（]*(\d+)\xa0KB", link.tail or ""):
                listed[path.lstrip("./")] = int(told[1])
        assert {path: max(1, round(size / 1000)) for path, size in made.items()} == listed


def test_all_data_is_packed(built: Built) -> None:
    """The zip holds each file of data as the site has it, and the checksums beside it are theirs."""
    with ZipFile(built.directory / BULK) as archive:
        packed = {
            name.partition("/")[2]: sha256(archive.read(name)).hexdigest()
            for name in archive.namelist()
        }
    found = {
        path.relative_to(built.directory).as_posix()
        for folder in ("api", "cite", "data")
        for path in (built.directory / folder).rglob("*")
        if path.is_file() and path.suffix != ".html"
    }
    assert found - {BULK, CHECKSUMS} == {name for name in packed if name.split("/")[0] in FOLDERS}
    for name in found - {BULK, CHECKSUMS}:
        assert sha256((built.directory / name).read_bytes()).hexdigest() == packed[name], name
    told = [line.split() for line in (built.directory / CHECKSUMS).read_text().splitlines()]
    for digest, name in told:
        assert digest == sha256((built.directory / "data" / name).read_bytes()).hexdigest(), name
    assert "handbook.zip" in {name for _, name in told}


def test_the_site_without_an_address_has_no_faults(unpublished: Built) -> None:
    """The site works where no published address is set."""
    assert [] == [finding.text("en") for finding in faults_of(unpublished.directory, LANGUAGES)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_record_can_be_read_with_its_citation(built: Built, lang: str) -> None:
    """Each record has a page, or an element with its id, that links to the paragraphs that it cites."""
    for record in built.dataset.records.values():
        path, anchor = page_path(built, record.id, lang)
        page = built.pages[path]
        assert path.endswith(f"/{record.id}/index.html") or anchor == record.id
        assert not anchor or anchor in page.ids
        links = [urljoin(f"/{path}", address) for address in page.tree.xpath("//article//a/@href")]
        for source, place in filter(None, map(split_locator, getattr(record, "cite", ()))):
            assert any(f"/sources/{source}/#p" in link for link in links), (record.id, place)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_figure_shows_its_number(built: Built, lang: str) -> None:
    """The figures' page shows each number as the data give it, written as the language writes numbers."""
    for figure in built.dataset.of(Figure):
        if figure.value is not None:
            page = built.pages[page_path(built, figure.id, lang)[0]]
            shown = page.tree.get_element_by_id(figure.id)[0].text_content()
            value = figure.value
            written = [f"{value:,}"] if lang == "en" else [str(value), *RUNS.get(value, ())]
            assert any(each in shown for each in written), figure.id


def test_every_page_names_its_languages_absolutely(built: Built) -> None:
    """Alternates are absolute, list every language and x-default, and the canonical address is the page's own."""
    for path, page in built.pages.items():
        if path.endswith("404.html"):
            continue
        alternates = {
            link.get("hreflang"): link.get("href")
            for link in page.tree.xpath("//head/link[@rel='alternate'][@hreflang]")
        }
        assert {"zh", "en", "x-default"} == set(alternates), path
        assert all(address.startswith(SITE_URL) for address in alternates.values()), path
        assert alternates["zh"] == alternates["x-default"]
        canonical = page.tree.xpath("string(//link[@rel='canonical']/@href)")
        assert urljoin(SITE_URL, path.removesuffix("index.html")) == canonical
        assert canonical == alternates[page.tree.get("lang")]


def test_the_switcher_leads_to_the_same_page(built: Built) -> None:
    """The language switcher of each page leads to its twin."""
    for path, page in built.pages.items():
        if path.endswith("404.html"):
            continue
        twin = path.removeprefix("en/") if path.startswith("en/") else f"en/{path}"
        switch = page.tree.xpath("//header//a[@hreflang]/@href")
        assert [urljoin(f"/{twin}", ".")] == [urljoin(f"/{path}", address) for address in switch], (
            path
        )


def test_one_sitemap_lists_every_page(built: Built) -> None:
    """The sitemap has each page of both languages once, with its alternates, and nothing else."""
    tree = etree.parse(str(built.directory / "sitemap.xml"))
    listed = tree.xpath("//*[local-name()='loc']/text()")
    pages = [
        urljoin(SITE_URL, path.removesuffix("index.html"))
        for path in built.pages
        if not path.endswith("404.html")
    ]
    assert sorted(pages) == sorted(listed)
    for entry in tree.getroot():
        assert {"zh", "en", "x-default"} == set(entry.xpath("*/@hreflang"))


def test_without_an_address_nothing_claims_one(unpublished: Built) -> None:
    """Without a published address there is no sitemap, no canonical address, no alternates, and the word None stands nowhere."""
    assert not (unpublished.directory / "sitemap.xml").exists()
    for path, page in unpublished.pages.items():
        assert [] == page.tree.xpath("//link[@rel='canonical']"), path
        assert [] == page.tree.xpath("//head/link[@hreflang]"), path
        assert [] == [a for a in page.tree.xpath("//@href") if a.startswith("None")], path


def test_titles_and_descriptions_are_there_for_search_engines(built: Built) -> None:
    """Each page has a title of its own in its language, and Open Graph tags that agree with it."""
    titles: dict[str, str] = {}
    for path, page in built.pages.items():
        title = page.tree.findtext(".//title")
        assert titles.setdefault(title, path) == path, f"{path} and {titles[title]} share a title"
        if path.endswith("404.html"):
            continue
        found = {
            m.get("property"): m.get("content")
            for m in page.tree.xpath("//meta[starts-with(@property, 'og:')]")
        }
        assert {
            "og:title",
            "og:description",
            "og:type",
            "og:site_name",
            "og:locale",
            "og:url",
        } <= set(found), path
        assert found["og:description"] == page.tree.xpath(
            "string(//meta[@name='description']/@content)"
        )
        assert found["og:locale"] == {"zh": "zh_CN", "en": "en_GB"}[page.tree.get("lang")]


@pytest.mark.parametrize(
    ("path", "languages"), [("404.html", ["zh", "en"]), ("en/404.html", ["en", "zh"])]
)
def test_the_missing_page_speaks_both_languages(
    built: Built, path: str, languages: list[str]
) -> None:
    """The page for missing addresses has a part in each language, its own first, and its links work from any depth."""
    page = built.pages[path]
    assert languages[0] == page.tree.get("lang")
    assert languages == page.tree.xpath("//section/@lang")
    assert all(
        urlsplit(address).path.startswith("/pinghu/") for address in page.tree.xpath("//a/@href")
    )


def test_every_page_says_whose_account_it_is(built: Built) -> None:
    """The note on the source's nature stands on every page, in the page's language."""
    for path, page in built.pages.items():
        if not path.endswith("404.html"):
            (note,) = page.tree.xpath("//*[@role='note'][contains(@class, 'hb-nature')]")
            lang = page.tree.get("lang")
            written = language(lang, built.dataset.labels)
            assert (
                written.curled(built.dataset.labels.word("nature_note", lang))
                in note.text_content()
            ), path


def test_the_english_pages_hold_no_unmarked_chinese(built: Built) -> None:
    """Whatever is Chinese on an English page is marked as Chinese."""
    for path, page in built.pages.items():
        if not path.startswith("en/"):
            continue
        for text in page.tree.xpath("//article//text()[not(ancestor::*[@lang='zh'])]"):
            assert not re.search(r"[\u4e00-\u9fff]", text), (path, text)


def test_the_practices_can_be_found_without_scripts(built: Built) -> None:
    """Each way above the list of all practices leads to a part of it, or to an organisation, and tells how many practices are meant."""
    page = built.pages["practices/index.html"].tree
    rows = page.xpath("//*[@class='entries']//tbody/tr")
    assert len(built.dataset.of(Practice)) == len(rows)
    for link in page.xpath("//*[@class='filter']//dd//a"):
        words, count = re.fullmatch(r"(.+)（(\d+)）", link.text_content()).groups()
        assert 1 < int(count) < len(rows)
        path, _, anchor = urljoin("/practices/", link.get("href")).partition("#")
        assert anchor in built.pages[f"{path.lstrip('/')}index.html"].ids
        if anchor.startswith("theme-"):
            table = page.get_element_by_id(anchor).getnext()
            meant = table.xpath(".//tbody/tr")
        elif anchor.startswith("kind-"):
            meant = [row for row in rows if row[1].text_content() == words]
            assert meant[0].get("id") == anchor
        else:
            meant = [row for row in rows if link.get("href") in row.xpath(".//a/@href")]
        assert int(count) == len(meant), words


@pytest.mark.parametrize("lang", LANGUAGES)
def test_home_has_its_ways_in(built: Built, lang: str) -> None:
    """Home says what this is, leads to the three themes with three practices each, to four tasks' entries, and shows four figures with their marks."""
    page = built.pages["index.html" if lang == "zh" else "en/index.html"].tree
    assert len(page.find(".//article/p").text_content()) > 30

    def after(anchor: str, tag: str) -> html.HtmlElement:
        return next(e for e in page.get_element_by_id(anchor).itersiblings() if e.tag == tag)

    themes = after("themes", "ul")
    expected = [address_of(theme, built.dataset).page + "/" for theme in built.dataset.themes]
    assert expected == themes.xpath("li//strong/a/@href")
    assert [3, 3, 3] == [len(theme.findall("ul/li")) for theme in themes]
    tasks = after("tasks", "dl")
    assert 4 == len(tasks.findall("dt")) == len(tasks.findall("dd"))
    assert all(dd.find("a") is not None for dd in tasks.findall("dd"))
    figures = after("headline-figures", "div").findall("ul/li")
    assert 4 == len(figures)
    assert all(
        re.search(r"\d|十", li.find("strong").text) and li.find_class("mark") for li in figures
    )


@pytest.mark.parametrize(
    "theme",
    [
        "safety/border-co-governance",
        "safety/grassroots-governance",
        "business-environment/rule-of-law",
    ],
)
def test_a_theme_begins_with_its_practices(built: Built, theme: str) -> None:
    """After a lede and the numbers come its practices by kind, then the essay, then honours and dates in one table."""
    article = built.pages[f"{theme}/index.html"].tree.find(".//article")
    heading, *_ = headings = [*article.iter("h2")]
    assert "practices" == heading.get("id")
    practices = [
        p
        for p in built.dataset.of(Practice)
        if address_of(p, built.dataset).page.startswith(f"{theme}/")
    ]
    listed = heading.getnext().findall("dd/ul/li")
    assert len(practices) == len(listed)
    assert all(item.find("strong/a") is not None for item in listed)
    numbers = article.find_class("numbers")
    assert [] == numbers or 1 < len(numbers[0].findall("ul/li")) <= 4
    assert headings[-1].get("id") == "timeline"
    assert headings[-1].getnext().find("table") is not None


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_heading_is_followed_by_nothing(built: Built, lang: str) -> None:
    """Each heading has something below it that is not only said to be missing, and pages are few."""
    pages = {path: page for path, page in built.pages.items() if page.tree.get("lang") == lang}
    assert len(pages) <= 61  # with that for missing addresses
    for path, page in pages.items():
        article = page.tree.find(".//article")
        for heading in article.iter("h2", "h3", "h4") if article is not None else ():
            follows = heading.getnext()
            assert follows is not None, path
            assert follows.tag not in {"h1", heading.tag}, (path, heading.text_content())
            assert "gaps" != follows.get("class"), path


@pytest.mark.parametrize("path", ["figures", "honours"])
def test_tables_of_entries_have_heads_of_rows(built: Built, path: str) -> None:
    """Every row is headed by its number or its name and has its anchor, every column by what stands in it."""
    for prefix in ("", "en/"):
        (table,) = built.pages[f"{prefix}{path}/index.html"].tree.xpath("//article//table")
        rows = table.xpath("tbody/tr")
        assert {
            record.id for record in built.dataset.records.values() if record.folder == path
        } == {row.get("id") for row in rows}
        assert all("row" == row[0].get("scope") for row in rows)
        assert all("col" == head.get("scope") for head in table.xpath("thead/tr/th"))


def test_every_mark_says_what_it_leads_to(built: Built) -> None:
    """On every page each citation is a link with the number of a paragraph, named in words, to that paragraph's row."""
    for path, page in built.pages.items():
        for mark in page.tree.find_class("mark"):
            place = re.fullmatch(r".*sources/[a-z0-9-]+/#p(\d+)", mark.get("href"))
            assert place, path
            shown = {"0": "〔题目〕"}.get(place[1], f"〔{place[1]}〕")
            if path.startswith("en/"):
                shown = {"0": "[title]"}.get(place[1], f"[¶{place[1]}]")
            assert shown == mark.text_content(), path
            assert place[1] == "0" or place[1] in mark.get("aria-label"), path


def test_foreign_words_are_marked_in_both_languages(built: Built) -> None:
    """Names in the other language – in the glossary, of the switcher, of the downloads – say which language they are in."""
    for path, other in (("glossary/index.html", "en"), ("en/glossary/index.html", "zh")):
        assert len(built.pages[path].tree.xpath(f"//article//dt//span[@lang='{other}']")) > 25, path
    for page in built.pages.values():
        for link in page.tree.xpath("//header//a[@hreflang]"):
            assert link.get("lang") == link.get("hreflang")
    assert ["en"] == built.pages["downloads/index.html"].tree.xpath("//article//table//span/@lang")


def test_nothing_is_in_the_site_that_no_page_loads(built: Built) -> None:
    """The theme's own scripts and styles, which the handbook's frame does not load, are not published; nor does a page hold a script or style of its own."""
    names = [file.name for file in (built.directory / "assets").iterdir()]
    assert sorted(
        [
            "handbook.css",
            "handbook.js",
            "mark.svg",
            "open-search.js",
            "practices.js",
            "search.css",
            "search.js",
            "selection.css",
            "selection.js",
        ]
    ) == sorted(re.sub(r"\.[0-9a-f]{8}(?=\.)", "", name) for name in names)
    assert not [file.name for file in (built.directory / "assets").iterdir() if file.is_dir()]
    for path, page in built.pages.items():
        assert [] == page.tree.xpath(
            "//script[not(@src or @type='application/ld+json')] | //style | //*[@style] | //@*[starts-with(name(), 'on')]"
        ), path


def test_the_name_of_an_asset_tells_its_content(built: Built, unpublished: Built) -> None:
    """Its hash stands in the name; pages, the search box and the browser's search field ask for that name."""
    for site in (built, unpublished):
        for file in (site.directory / "assets").iterdir():
            assert file.suffixes[-2] == f".{sha256(file.read_bytes()).hexdigest()[:8]}"
    icon = etree.parse(str(built.directory / "search/opensearch.en.xml")).findtext("{*}Image")
    assert (built.directory / icon.removeprefix(SITE_URL)).is_file()
    for path, page in built.pages.items():
        for address in page.tree.xpath("//@data-module | //@data-styles"):
            assert (built.directory / urljoin(f"/{path}", address).lstrip("/")).is_file(), path


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_downloads_page_tells_the_facts_of_each_file(built: Built, lang: str) -> None:
    """Beside each PDF stand its own length and size; only sheets no longer issued are left out."""
    rows = built.pages[f"{'' if lang == 'zh' else 'en/'}downloads/index.html"].tree.xpath(
        "//article//tbody/tr"
    )
    told = {
        row.xpath("string(th//a/@href)").rsplit("/pdf/", 1)[1]: [
            cell.text_content() for cell in row.iter("td")
        ]
        for row in rows
    }
    files = {path.name: describe(path) for path in (built.directory / "pdf").iterdir()}
    offered = {
        name for name in files if name.endswith(f".{lang}.pdf") or name.startswith("handbook.")
    }
    assert set(told) <= offered
    assert all(".sheet." in name for name in offered - set(told))
    for name, facts in told.items():
        pages, size = files[name].values()
        assert [str(pages), str(round(size / 1000))] == facts, name


def test_the_sources_page_lists_what_rests_on_each_paragraph(built: Built) -> None:
    """Each record that cites a paragraph is listed under it."""
    page = built.pages["sources/pinghu-safety-2024/index.html"]
    names = page.tree.get_element_by_id("p8").text_content()
    assert "平治110" in names
    assert "民声一键办" in names


def test_the_site_served_under_a_sub_path_answers(served: str, built: Built) -> None:
    """Pages, search index, data and books answer under a sub-path."""
    for path in (
        "",
        "en/",
        "practices/",
        "pagefind/pagefind.js",
        "pdf/handbook.zh.pdf",
        "api/v1/index.json",
        "data/practices.csv",
    ):
        with urllib.request.urlopen(served + path, timeout=10) as answer:
            assert 200 == answer.status
    with urllib.request.urlopen(served + "en/figures/", timeout=10) as answer:
        tree = html.fromstring(answer.read())
    for address in set(tree.xpath("//a/@href")):
        target = urljoin(served + "en/figures/", address)
        if target.startswith(served):
            with urllib.request.urlopen(target, timeout=10) as answer:
                assert 200 == answer.status, address


def test_the_index_knows_both_languages(built: Built) -> None:
    """Pagefind has an index for each language."""
    entry = json.loads((built.directory / "pagefind" / "pagefind-entry.json").read_text())
    assert set(LANGUAGES) == set(entry["languages"])


def test_site_has_the_same_bytes_on_another_machine(built: Built, tmp_path: Path) -> None:
    """Neither folder, time, time zone, locale, hash seed, number of processors nor umask change a byte, and a web server may read all."""
    with tempfile.TemporaryDirectory(prefix="另一台 ") as folder:
        root = replica(ROOT, Path(folder) / "手册")
        subprocess.run(
            [sys.executable, "-c", "from handbook.cli import main; main()", "build"],
            cwd=root,
            env={
                **OTHER_MACHINE,
                "HANDBOOK_SITE_URL": SITE_URL,
                "HANDBOOK_REPO_URL": REPO_URL,
                "PYTHONPATH": "scripts",
            },
            umask=0o077,
            preexec_fn=lambda: os.sched_setaffinity(0, {min(os.sched_getaffinity(0))}),
            check=True,
        )
        here, there = (
            json.loads((site / MANIFEST).read_text(encoding="utf-8"))
            for site in (built.directory, root / "site")
        )
        assert here == there
        for path in (root / "site", *(root / "site").rglob("*")):
            assert (0o755 if path.is_dir() else 0o644) == path.stat().st_mode & 0o777, path


def test_licence_text_of_all_that_ships_is_in_the_site(built: Built) -> None:
    """Of each npm package but the one that only builds; of each font that PDFs may have; of the form editor's symbols; and the handbook's own."""
    packages = set(json.loads((ROOT / "package.json").read_text())["dependencies"])
    symbols = {file.stem for file in (ROOT / "scripts/handbook/site/licences").iterdir()}
    packages = {name.lstrip("@").replace("/", "-") for name in packages - {"esbuild"}}
    ships = {*packages, *symbols, *(file.name for file in ROOT.glob("LICENSE*"))}
    fonts = {file.stem for file in FONT_LICENCES.iterdir()}
    texts = {file.stem: file.read_text() for file in (built.directory / "licences").iterdir()}
    assert ships | fonts == set(texts)
    assert all("licen" in text.lower() for text in texts.values())
    embedded = set()
    for path in (built.directory / "pdf").iterdir():
        with pikepdf.open(path) as pdf:
            found = (o for o in pdf.objects if isinstance(o, pikepdf.Dictionary))
            embedded |= {str(o.FontName) for o in found if o.get("/Type") == "/FontDescriptor"}
    families = {re.sub(r"^/\w+\+|-.*|(?<=Noto)(Sans|Serif)", "", name) for name in embedded}
    assert {font.replace("-", "") for font in fonts} >= {family.lower() for family in families}


def test_list_of_files_is_whole_and_true(built: Built) -> None:
    """Each file of the site but the list itself is in it, with its size and SHA-256, and what the site was made from."""
    listed = json.loads((built.directory / MANIFEST).read_text(encoding="utf-8"))
    files = [file for file in built.directory.rglob("*") if file.is_file()]
    assert {
        file.relative_to(built.directory).as_posix(): {
            "bytes": file.stat().st_size,
            "sha256": sha256(file.read_bytes()).hexdigest(),
        }
        for file in files
        if file.name != MANIFEST
    } == listed["files"]
    assert sorted(listed["files"]) == list(listed["files"])
    edition = json.loads((built.directory / "api/v1/index.json").read_text())["edition"]
    assert (edition, SITE_URL) == (listed["version"], listed["environment"]["HANDBOOK_SITE_URL"])


def test_every_page_is_valid_html(built: Built) -> None:
    """html-validate finds nothing; the rules left off in .htmlvalidate.json concern the theme's style of markup alone."""
    command = [
        "node_modules/.bin/html-validate",
        "--config",
        ".htmlvalidate.json",
        *_html_files(built.directory),
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert 0 == done.returncode, done.stdout[-3000:]


def _html_files(directory: Path) -> list[str]:
    return [str(file) for file in sorted(directory.rglob("*.html")) if "pagefind" not in file.parts]
