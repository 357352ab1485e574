"""The pictures of README and CONTRIBUTING: `PYTHONPATH=scripts .venv/bin/python -m tools.pictures SITE`, SITE being a built site's directory.

README's are screens as a reader meets them, and pages of the book; CONTRIBUTING's are the form editor, what the check prints, the brief, and of a small
handbook what a new source brings. All have few colours, so that they stay small. Those that did not change to the eye are left as they are.
"""

from __future__ import annotations

import contextlib
import io
import subprocess
import sys
import tempfile
from pathlib import Path

import pikepdf
from click.testing import CliRunner
from markdown import markdown
from PIL import Image, ImageChops
from playwright.sync_api import Browser, Page, expect

from handbook.build import build_all
from handbook.cli import main as handbook
from handbook.load import load
from handbook.review.browser import browsing, serving
from handbook.site.form_editor import write_admin
from tests.browser.test_form_editor import WORDS
from tests.helpers import ROOT, a_year
from tests.helpers.pdf_structure import destinations
from tests.helpers.repository import committed, copied, edit, git
from tests.helpers.repository_host import Host

FOLDER = ROOT / ".github"
PHONE, DESKTOP = (360, 720), (1280, 800)
#: Name → (page, screen, colours).
READERS = {
    "home": ("", DESKTOP, "light"),
    "theme-phone": ("safety/grassroots-governance/", PHONE, "light"),
    "practice-phone-dark": ("safety/grassroots-governance/ping-zhi-110/", PHONE, "dark"),
    "figures-phone": ("en/figures/", PHONE, "light"),
    "practice": ("en/safety/border-co-governance/five-joint/", DESKTOP, "light"),
    "practices-dark": ("practices/", DESKTOP, "dark"),
}
#: Whose page of the book is shown beside the cover.
IN_THE_BOOK = "safety/border-co-governance/guangchen-langxia-framework"
#: What the check is shown with, and what the brief: (file, text, what stands there instead).
SLIPS = (
    ("data/practices/five-joint.yml", "kind: mechanism", "kind: 机制"),
    ("data/practices/joint-duty-linkage.yml", "kind: mechanism", "kind：mechanism"),
    ("data/places/suhe-village.yml", "pinghu-safety-2024#12", "pinghu-safety-2024#33"),
)
CHANGES = (
    ("data/practices/min-sheng-one-click.yml", "平湖迭代完善这一机制", "平湖不断完善这一机制"),
    (
        "data/practices/border-joint-conference.yml",
        "  - zh: 会期与召集人\n    en: how often it meets and who calls it\n",
        "",
    ),
)
_CHECK = "body{margin:0;padding:20px 24px;background:#0d1117;color:#e6edf3;width:952px} pre{margin:0;font:15px/1.55 monospace;white-space:pre-wrap}"
_BRIEF = """body{margin:0;padding:8px 28px;width:944px;font:16px/1.5 sans-serif;color:#1f2328} li{margin:2px 0}
h2{font-size:23px;border-bottom:1px solid #d1d9e0;padding-bottom:6px;margin:14px 0} h3{font-size:18px;margin:16px 0 6px} ul{padding-left:26px;margin:6px 0}
code{background:#eff1f3;border-radius:5px;padding:1px 5px;font-size:85%} del{background:#ffebe9} ins{background:#dafbe1}"""


def save(picture: bytes, name: str) -> None:
    """Write a picture below `.github/`, unless the one that is there looks the same."""
    path = FOLDER / f"{name}.png"
    drawn = Image.open(io.BytesIO(picture)).convert("RGB").quantize(128, dither=Image.Dither.NONE)
    if path.exists():
        was, now = Image.open(path).convert("RGB"), drawn.convert("RGB")
        if was.size == now.size and not ImageChops.difference(was, now).getbbox():
            return
    drawn.save(path, optimize=True)


def readers(browser: Browser, directory: Path) -> None:
    """Take README's pictures from the built site."""
    with serving(directory) as address:
        for name, (path, (width, height), scheme) in READERS.items():
            phone = width == PHONE[0]
            context = browser.new_context(
                viewport={"width": width, "height": height},
                device_scale_factor=2 if phone else 1,
                is_mobile=phone,
                color_scheme=scheme,  # type: ignore[arg-type]
            )
            page = context.new_page()
            page.goto(address + path)
            page.wait_for_timeout(300)
            save(page.screenshot(), f"images/{name}")
            context.close()


def book(directory: Path) -> None:
    """Take README's pictures of the book: its cover, and a page with practices."""
    path = directory / "pdf" / "handbook.zh.pdf"
    with pikepdf.open(path) as document:
        pages = {"book-cover": 1, "book-page": destinations(document)[IN_THE_BOOK]}
    for name, page in pages.items():
        command = ["pdftoppm", "-png", "-r", "80", "-f", str(page), "-l", str(page), path]
        save(subprocess.run(command, capture_output=True, check=True).stdout, f"images/{name}")


def forms(browser: Browser, site: Path, host: Host, locale: str) -> None:
    """Take the form editor's pictures: the list, a record, the dialogue after saving."""
    sign_in, go, _, keep, send, _ = WORDS[locale]
    page = browser.new_page(viewport={"width": 1000, "height": 560}, locale=locale)
    page.route("https://api.github.com/**", host.answer)
    with serving(site) as address:
        page.goto(f"{address}admin/index.html")
        page.get_by_role("button", name=sign_in).click()
        page.get_by_role("textbox").fill("a-token")
        page.get_by_role("button", name=go, exact=True).click()
        expect(page.get_by_text("Practices").first).to_be_visible()
        page.goto(f"{address}admin/index.html#/collections/practices")
        expect(page.get_by_text("five-joint").first).to_be_visible()
        page.wait_for_timeout(600)
        save(page.screenshot(), f"pictures/form-list.{locale[:2]}")
        page.goto(f"{address}admin/index.html#/collections/practices/entries/five-joint")
        field = page.get_by_role("textbox", name="English").first
        expect(field).to_be_visible()
        page.wait_for_timeout(600)
        save(page.screenshot(), f"pictures/form-record.{locale[:2]}")
        field.fill(f"{field.input_value()} again")
        page.get_by_role("button", name=keep, exact=True).click()
        expect(page.get_by_role("button", name=send, exact=True)).to_be_visible()
        page.wait_for_timeout(600)
        around = page.screenshot(clip={"x": 180, "y": 160, "width": 640, "height": 240})
        save(around, f"pictures/form-review.{locale[:2]}")
    page.close()


def told(page: Page, handbooks: tuple[Path, Path], lang: str) -> None:
    """Take the pictures of what the check prints about slips and the brief says of changes."""
    slips, changes = handbooks
    words = ["--lang", lang]
    check = f"$ ./handbook check\n{run(slips, 'check', *words)}"
    for name, style, body in (
        ("check", _CHECK, f"<pre>{check}</pre>"),
        ("brief", _BRIEF, brief(changes, lang)),
    ):
        show(page, f"pictures/{name}.{lang}", style, body)


def brief(root: Path, lang: str) -> str:
    """Return the brief of what is not committed as HTML."""
    told = run(root, "diff", "HEAD", "--only", lang, "--lang", lang)
    return markdown(told.replace("- [ ]", "- ☐"))


def show(page: Page, name: str, style: str, body: str) -> None:
    """Take a picture of HTML."""
    lang = name.rpartition(".")[2]
    page.set_content(f"<!doctype html><html lang={lang}><style>{style}</style>{body}")
    save(page.locator("body").screenshot(), name)


def year(browser: Browser, root: Path) -> None:
    """Take the pictures of a year: new numbers in the brief, sources that differ."""
    committed(a_year.before(root))
    page = browser.new_page(viewport={"width": 1000, "height": 1000})
    for step in a_year.STEPS:
        for edits, _ in step.rounds:
            a_year.do(root, edits)
        run(root, "translations", "record")
        if step.name == a_year.NUMBERS:
            for lang in ("zh", "en"):
                show(page, f"pictures/year-brief.{lang}", _BRIEF, brief(root, lang))
        git(root, "add", "-A")
        git(root, "commit", "-qm", step.name)
    (root / "node_modules").symlink_to(ROOT / "node_modules")
    build_all(load(root)[0], root / "site", lambda step: None, pdfs=False)
    with serving(root / "site") as address:
        for lang, folder in (("zh", ""), ("en", "en/")):
            page.goto(f"{address}{folder}safety/river-safety/joint-patrols/")
            page.wait_for_timeout(300)
            around = page.screenshot(clip={"x": 0, "y": 104, "width": 740, "height": 740})
            save(around, f"pictures/year-page.{lang}")
    page.close()


def run(root: Path, *arguments: str) -> str:
    """Run a command in a handbook and return what it prints."""
    with contextlib.chdir(root):
        return CliRunner().invoke(handbook, arguments).output


def main(directory: str) -> None:
    """Take all pictures anew."""
    book(Path(directory))
    with browsing() as browser, tempfile.TemporaryDirectory() as made:
        readers(browser, Path(directory))
        work = Path(made)
        write_admin(load(ROOT)[0], work / "site", "https://github.com/example/handbook")
        roots = tuple(committed(copied(ROOT, work / name)) for name in ("slips", "changes"))
        for root, edits in zip(roots, (SLIPS, CHANGES), strict=True):
            for path, old, new in edits:
                edit(root, path, (old, new))
        for locale in WORDS:
            forms(browser, work / "site", Host(work / "slips" / ".git"), locale)
            told(browser.new_page(viewport={"width": 1000, "height": 720}), roots, locale[:2])
        year(browser, work / "year")


if __name__ == "__main__":
    main(sys.argv[1])
