"""The servers' configurations in deploy/, asked on loopback by Debian's nginx and by Caddy."""

from __future__ import annotations

import gzip
import http.client
import os
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import Browser

from handbook.model.dataset import Dataset
from tests.helpers import ROOT
from tests.helpers.built_site import built_site
from tests.helpers.hosting import DEPLOY, PROGRAMS, answers, serving_by
from tests.helpers.search_box import Reader
from tests.helpers.shared import made_once


@dataclass(frozen=True)
class Answer:
    """What a server answers."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def told(self) -> tuple[int, str | None]:
        """Return the status and where it leads."""
        return self.status, self.headers["Location"]


@dataclass(frozen=True)
class Host:
    """A server of a folder."""

    name: str
    site: Path
    port: int

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Send a path as it is, and return what comes."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers=sent)
        response = connection.getresponse()
        answer = Answer(response.status, response.headers, response.read())
        connection.close()
        return answer


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the real handbook built without an address, with a smaller file beside each text file."""
    site = built_site(tmp_path_factory, "unpublished", "").directory

    def pack(folder: Path) -> None:
        shutil.copytree(site, folder / "site", copy_function=os.link)
        card = folder / "site/cards/zh/index.png"  # as a site with an address has
        card.parent.mkdir(parents=True)
        card.write_bytes(b"\x89PNG")
        (folder / "site/.git").mkdir()
        (folder / "site/.git/config").write_text("secret")
        subprocess.run(
            ["node", DEPLOY / "precompress.mjs", folder / "site"], check=True, capture_output=True
        )

    return made_once(tmp_path_factory, "packed", pack) / "site"


@pytest.fixture(scope="module", params=["nginx", "caddy"])
def host(
    request: pytest.FixtureRequest, packed: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Host]:
    """Return each server, where it is installed."""
    if not shutil.which(request.param, path=PROGRAMS):
        pytest.skip(f"{request.param} is not installed")
    with serving_by(request.param, packed, tmp_path_factory.mktemp(request.param)) as (port, _):
        yield Host(request.param, packed, port)


TYPES = {
    "/": "text/html; charset=utf-8",
    "/en/figures/": "text/html; charset=utf-8",
    "/feed.zh.xml": "application/atom+xml; charset=utf-8",
    "/api/v1/index.json": "application/json; charset=utf-8",
    "/data/datapackage.json": "application/json; charset=utf-8",
    "/data/figures.csv": "text/csv; charset=utf-8",
    "/data/handbook.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "/data/handbook.sqlite": "application/vnd.sqlite3",
    "/data/handbook.jsonld": "application/ld+json; charset=utf-8",
    "/data/handbook.ttl": "text/turtle; charset=utf-8",
    "/data/handbook.zip": "application/zip",
    "/pdf/handbook.en.pdf": "application/pdf",
    "/cards/zh/index.png": "image/png",
    "/search/names.zh.json.gz": "application/gzip",
    "/pagefind/pagefind.js": "text/javascript; charset=utf-8",
    "/pagefind/wasm.unknown.pagefind": "application/octet-stream",
}


def test_each_file_comes_whole_with_its_type(host: Host) -> None:
    """GET sends the file as it was built, HEAD its headers alone; text is UTF-8, and no type is left for browsers to guess."""
    types = dict(TYPES)
    for file in (host.site / "assets").iterdir():
        if file.suffix in (".css", ".js", ".svg"):
            kind = {
                ".css": "text/css; charset=utf-8",
                ".js": "text/javascript; charset=utf-8",
                ".svg": "image/svg+xml",
            }
            types[f"/assets/{file.name}"] = kind[file.suffix]
    for pattern in ("*.pf_fragment", "*.pf_index", "*.pf_meta"):
        file = next((host.site / "pagefind").rglob(pattern))
        types[f"/{file.relative_to(host.site)}"] = "application/octet-stream"
    for path, kind in types.items():
        answer, head = host.ask(path), host.ask(path, "HEAD")
        file = host.site / (path.lstrip("/") + ("index.html" if path.endswith("/") else ""))
        assert (200, kind, None, file.read_bytes()) == (
            answer.status,
            answer.headers["Content-Type"],
            answer.headers["Content-Encoding"],
            answer.body,
        ), path
        assert (200, kind, b"") == (head.status, head.headers["Content-Type"], head.body), path
        assert len(answer.body) == int(head.headers["Content-Length"]), path


def test_pages_of_other_sites_may_read_the_data(host: Host) -> None:
    """What programs read, and nothing else."""
    readers = "Access-Control-Allow-Origin"
    for path in ("/api/v1/index.json", "/data/figures.csv", "/cite/index.zh.json"):
        assert "*" == host.ask(path, Origin="https://elsewhere.example").headers[readers], path
    for path in ("/", "/manifest.json", "/nowhere"):
        assert host.ask(path, Origin="https://elsewhere.example").headers[readers] is None, path


@pytest.mark.parametrize(
    "path",
    ["/", "/pdf/handbook.zh.pdf", "/nowhere", "/en/nowhere", "/figures", "/index.html", "/.git"],
)
def test_headers_that_guard_readers_come_with_every_answer(host: Host, path: str) -> None:
    """No guessing of types, no referrer for others, no devices, no frame around a page; what is not said by HTTPS yet is left to the operator."""
    headers = host.ask(path).headers
    assert "nosniff" == headers["X-Content-Type-Options"]
    assert "same-origin" == headers["Referrer-Policy"]
    assert "frame-ancestors 'none'" == headers["Content-Security-Policy"]
    for device in ("camera", "geolocation", "microphone"):
        assert f"{device}=()" in headers["Permissions-Policy"]
    assert headers["Strict-Transport-Security"] is None
    assert not re.search(r"\d", headers["Server"] or "")


def test_only_a_name_that_tells_the_content_is_kept_for_ever(host: Host) -> None:
    """Each asset is; all else is asked for again, and not sent again where it is unchanged; a missing asset is not kept."""
    assets = [
        f"/assets/{file.name}"
        for file in (host.site / "assets").iterdir()
        if file.suffix not in (".gz", ".br")
    ]
    assert len(assets) > 5
    kept = "public, max-age=31536000, immutable"
    assert dict.fromkeys(assets, kept) == {
        path: host.ask(path).headers["Cache-Control"] for path in assets
    }
    fragment = next((host.site / "pagefind").rglob("*.pf_fragment")).relative_to(host.site)
    for path in (*TYPES, f"/{fragment}", "/assets/gone.0123abcd.css", "/figures"):
        assert "no-cache" == host.ask(path).headers["Cache-Control"], path
    for path in ("/", "/pdf/handbook.en.pdf"):
        tag = host.ask(path).headers["ETag"]
        assert (304, b"") == (
            (again := host.ask(path, If_None_Match=tag)).status,
            again.body,
        ), path


@pytest.mark.parametrize("path", ["/", "/en/figures/", "/data/figures.csv", "/feed.en.xml"])
def test_smaller_files_are_sent_to_who_takes_them(host: Host, path: str) -> None:
    """Both are the same content; caches are told that there are two."""
    plain, small = host.ask(path), host.ask(path, Accept_Encoding="gzip")
    file = host.site / (path.lstrip("/") + ("index.html" if path.endswith("/") else ""))
    assert file.with_name(f"{file.name}.gz").read_bytes() == small.body
    assert plain.body == gzip.decompress(small.body)
    assert ("gzip", "Accept-Encoding", plain.headers["Content-Type"]) == tuple(
        small.headers[name] for name in ("Content-Encoding", "Vary", "Content-Type")
    )
    assert plain.headers["ETag"] != small.headers["ETag"]


def test_a_missing_address_is_told_in_the_language_of_the_address(
    host: Host, real: Dataset
) -> None:
    """The page that leads with the language stands there with 404, whatever languages or pages the browser prefers; its own address is missing too."""
    first, *others = real.languages
    roots = {"/": first, "/a/b/": first, "/english/": first, "/assets/": first}
    roots |= {f"/{lang}/": lang for lang in others} | {f"/{lang}/a/": lang for lang in others}
    folders = ("/assets/", "/pdf/", f"/cards/{first}/", "/api/v1/")
    assert [404] * len(folders) == [host.ask(folder).status for folder in folders]
    for root, lang in roots.items():
        for missing in ("nowhere", "nowhere/", "nowhere.css", "404.html"):
            for wanted in ("zh-CN", "en"):
                answer = host.ask(root + missing, Accept_Language=wanted)
                assert (404, "text/html; charset=utf-8") == (
                    answer.status,
                    answer.headers["Content-Type"],
                )
                assert lang == html.fromstring(answer.body).get("lang"), root + missing
    for wanted in ("zh-CN", "en"):
        assert host.ask("/").body == host.ask("/", Accept_Language=wanted).body


def test_each_page_has_one_address(host: Host) -> None:
    """An address without its slash, or with index.html, leads there for good, by a relative address, whatever host was asked."""
    for old, new in (
        ("/figures", "/figures/"),
        ("/en", "/en/"),
        ("/en/figures", "/en/figures/"),
        ("/index.html", "/"),
        ("/en/index.html", "/en/"),
        ("/en/figures/index.html", "/en/figures/"),
    ):
        for name in ("handbook.example", "127.0.0.1:81"):
            status, location = host.ask(old, Host=name).told
            assert (True, new) == (status in (301, 308), location), old
    if host.name == "nginx":
        assert (301, "/figures/?x=1") == host.ask("/figures?x=1").told
        assert (301, "/search/?q=a") == host.ask("/search/index.html?q=a").told


def test_a_book_can_be_read_in_parts(host: Host) -> None:
    """A part is 206, the rest of an older book is not mixed with a newer one, and a part that is not there is 416."""
    path, whole = "/pdf/handbook.en.pdf", (host.site / "pdf/handbook.en.pdf").read_bytes()
    first = host.ask(path, Range="bytes=0-99")
    assert (206, whole[:100]) == (first.status, first.body)
    assert f"bytes 0-99/{len(whole)}" == first.headers["Content-Range"]
    tag = host.ask(path, "HEAD").headers["ETag"]
    rest = host.ask(path, Range="bytes=100-", If_Range=tag)
    assert (206, whole[100:]) == (rest.status, rest.body)
    assert whole[-50:] == host.ask(path, Range="bytes=-50").body
    changed = host.ask(path, Range="bytes=100-", If_Range='"another"')
    assert (200, whole) == (changed.status, changed.body)
    assert 416 == host.ask(path, Range=f"bytes={len(whole)}-").status


@pytest.mark.parametrize(
    "method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"]
)
@pytest.mark.parametrize("path", ["/", "/nowhere", "/pdf/handbook.en.pdf"])
def test_nothing_can_be_done_but_read(host: Host, method: str, path: str) -> None:
    """The answer says what can."""
    answer = host.ask(path, method)
    assert (405, "GET, HEAD") == (answer.status, answer.headers["Allow"])


HOSTILE = r"""
    /../etc/passwd /../../../../etc/passwd /%2e%2e/%2e%2e/etc/passwd /..%2f..%2fetc/passwd /%252e%252e/etc/passwd /....//etc/passwd
    /assets/../../etc/passwd /assets/..%5c..%5cetc/passwd /a%00b /index.html%00.css /%00 /%0d%0aSet-Cookie:a=b /index.html%0d%0ax
    /.git/config //.git/config /%2egit/config /.git /.git/ /assets/.htaccess /.env /en/.git/config
    //evil.example //evil.example/ //evil.example/index.html /\evil.example /\evil.example/index.html /%5cevil.example/index.html
    /%2f/evil.example/index.html ///evil.example/%2e%2e /evil.example//index.html //evil.example/%2e%2e/index.html
    /http://evil.example /http:/evil.example/index.html /assets /assets/ /pdf/ /api/v1/ /%ff%fe /% /%zz /{handbook.type} /$uri /~root/
"""
LONG = ("a" * 300, "a/" * 2000, "a/" * 3500, "a" * 9000, "../" * 100 + "etc/passwd")


@pytest.mark.parametrize(
    "path",
    [*HOSTILE.split(), *(f"/{path}" for path in LONG)],
    ids=lambda path: f"{path[:30]}{len(path)}",
)
def test_hostile_paths_lead_nowhere(host: Host, path: str) -> None:
    """No file from outside, no hidden file, no list of a folder, no redirect to another host, no crash; the server goes on."""
    answer = host.ask(path)
    assert b"root:" not in answer.body
    assert b"secret" not in answer.body
    assert b"Index of" not in answer.body
    assert answer.headers["Set-Cookie"] is None
    if answer.status in (301, 308):
        assert re.fullmatch(r"/(?![/\\])[^\\\r\n]*", answer.headers["Location"])
    elif answer.status == 200:  # what is left of a way upwards is the home page
        assert (host.site / "index.html").read_bytes() == answer.body
    else:
        assert answer.status in (400, 403, 404, 414, 431)
    assert 200 == host.ask("/").status


def test_a_bad_name_of_the_host_changes_nothing(host: Host) -> None:
    """Redirects name no host, so none can be slipped in."""
    for name in ("evil.example", "evil.example:99", "[::1]"):
        answer = host.ask("/figures", Host=name)
        assert "/figures/" == answer.headers["Location"]
        assert b"evil" not in answer.body


def test_the_site_works_in_a_browser(host: Host, browser: Browser) -> None:
    """Search, which reads files of every sort, finds; the console stays empty under the headers."""
    context = browser.new_context()
    reader = Reader(context.new_page()).watch()
    reader.open(f"http://127.0.0.1:{host.port}/en/figures/")
    assert reader.ask("mediation").results
    context.close()
    assert [] == reader.complaints


def test_the_server_ends_and_leaves_nothing(host: Host, tmp_path: Path) -> None:
    """After Ctrl-C, or when the script alone is told to end, nobody listens at the port, and no file is left."""
    before = sorted(host.site.rglob("*"))
    for end in (
        lambda process: os.killpg(process.pid, signal.SIGINT),
        lambda process: process.terminate(),
    ):
        with serving_by(host.name, host.site, tmp_path) as (port, process):
            assert list(tmp_path.iterdir())
            end(process)
            process.wait(20)
        assert [] == list(tmp_path.iterdir())
        assert not answers(port)
    assert before == sorted(host.site.rglob("*"))


@pytest.mark.parametrize(
    ("site", "arguments", "said"),
    [("", [], "make site"), ("site", [], "nginx or Caddy"), ("site", ["apache"], "neither")],
)
def test_what_is_missing_is_said_in_one_sentence(
    tmp_path: Path, site: str, arguments: list[str], said: str
) -> None:
    """A site that is not built, a machine without a server, a server that is not known."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site/index.html").touch()
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("sh", "dirname", "mktemp", "rm"):
        (tools / name).symlink_to(shutil.which(name) or "")
    script = (DEPLOY / "serve.sh").read_text().replace("PATH=$PATH:", "# ")
    ended = subprocess.run(
        ["/bin/sh", "-s", *arguments],
        input=script,
        env={"PATH": str(tools), "SITE": str(tmp_path / (site or "none"))},
        cwd=DEPLOY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (1, 1) == (ended.returncode, len(ended.stderr.splitlines()))
    assert said in ended.stderr


def test_smaller_files_are_the_same_on_every_run(packed: Path, tmp_path: Path) -> None:
    """Each is smaller than its text and holds the same; nothing is packed twice, and nothing that is packed already."""
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        shutil.copy(packed / "index.html", tmp_path / folder)
        shutil.copy(packed / "search/names.en.json.gz", tmp_path / folder)
        (tmp_path / folder / "tiny.json").write_text("{}")
        for _ in range(2):
            subprocess.run(
                ["node", DEPLOY / "precompress.mjs", tmp_path / folder],
                check=True,
                capture_output=True,
            )
    one, two = (
        {file.name: file.read_bytes() for file in (tmp_path / folder).iterdir()}
        for folder in ("one", "two")
    )
    assert one == two
    assert {"index.html", "index.html.gz", "index.html.br", "names.en.json.gz", "tiny.json"} == set(
        one
    )
    assert len(one["index.html.br"]) < len(one["index.html.gz"]) < len(one["index.html"])
    assert b"\0\0\0\0" == one["index.html.gz"][4:8]  # no time


def test_configurations_know_every_language(real: Dataset) -> None:
    """Each language but the leading one has its own page for missing addresses in both configurations."""
    languages = set(real.languages[1:])
    nginx, caddy = ((DEPLOY / name).read_text() for name in ("nginx.conf", "Caddyfile"))
    assert languages == set(re.findall(r"~\^/(\w+)/ /\1/404\.html;", nginx))
    assert {"|".join(sorted(languages))} == set(
        re.findall(r"\^/\((?:\?:)?([\w|]+)\)/", caddy + nginx)
    )


def test_the_container_serves_what_is_tested() -> None:
    """It copies the configuration and the packed site to where the configuration looks for it."""
    text = (DEPLOY / "Containerfile").read_text()
    (root,) = re.findall(r"^    root (.+);$", (DEPLOY / "nginx.conf").read_text(), re.MULTILINE)
    assert re.search(rf"^COPY --from=\w+ .* {root}$", text, re.MULTILINE)
    assert "COPY deploy/nginx.conf /etc/nginx/conf.d/default.conf" in text
    for copied in re.findall(r"^COPY (?!--from)(\S+)", text, re.MULTILINE):
        assert copied == "site" or (ROOT / copied).exists()
