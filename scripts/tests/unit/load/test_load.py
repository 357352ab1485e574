"""The folder becomes a data set, whatever stands in its files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.checks import check_handbook
from handbook.diagnostics import Diagnostic
from handbook.load import Unloadable, load, load_labels
from handbook.load.validation import read_model
from handbook.model.kinds import KINDS
from handbook.model.types import Prose
from tests.helpers import golden, handbook_of, slips
from tests.helpers.findings import codes

BAD = Path(__file__).parents[1] / "bad"
Check = Callable[[str, str, str], list[Diagnostic]]


def test_a_good_handbook_has_no_findings(root: Path) -> None:
    """The small handbook that the other tests break is whole."""
    dataset, findings = check_handbook(root)
    assert [] == findings
    assert [
        path.split("/")[2].removesuffix(".yml")
        for path in handbook_of.FILES
        if path.count("/") == 2 and path.startswith("data")
    ] == list(dataset.records)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_findings_of_the_bad_handbook_are_its_golden_file(lang: str) -> None:
    """One data set with everything wrong gives, to the letter, the messages that were reviewed."""
    _, findings = check_handbook(BAD)
    golden.agrees(
        f"bad.{lang}.txt",
        "".join(f"{finding.text(lang)} [{finding.code}]\n" for finding in findings),
    )


def test_the_data_set_cannot_be_changed(root: Path) -> None:
    """What is loaded once stays as it is for every output."""
    dataset, _ = load(root)
    assert isinstance(dataset.records, MappingProxyType)
    with pytest.raises(ValueError, match="frozen"):
        dataset.records["river-town"].id = "other"  # type: ignore[misc]


def test_records_come_by_kind_and_id(tmp_path: Path) -> None:
    """The order of records is that of kinds and then of ids, whatever the file system says."""
    dataset, _ = load(handbook_of.synthetic(tmp_path, 30))
    kinds = list(KINDS)
    order = [(kinds.index(record.folder), record.id) for record in dataset.records.values()]
    assert sorted(order) == order


def test_texts_of_pages_come_last(root: Path) -> None:
    """Passages are those of records, then one for each page."""
    dataset, _ = load(root)
    last = dataset.passages[-2:]
    assert ["docs/safety/river-safety"] * 2 == [passage.owner for passage in last]
    assert all(passage.type is Prose and passage.field == () for passage in last)


def test_references_to_a_record_with_errors_are_not_reported(check: Check) -> None:
    """References to it are not reported besides; that the check is incomplete is."""
    found = check("data/places/river-town.yml", "kind: town", "kind: tavern")
    assert ["value-not-accepted", "check-incomplete"] == codes(found)


def test_all_problems_come_in_one_pass(check: Check) -> None:
    """Two wrong fields of one record are two problems."""
    found = check("data/places/river-town.yml", "kind: town\n", "kind: tavern\nparent: River\n")
    assert ["value-not-accepted", "id-form", "check-incomplete"] == codes(found)


def test_a_required_field_left_empty_is_missing(check: Check) -> None:
    """A field without anything after its colon is told at its own line."""
    (found, _) = check("data/places/river-town.yml", "kind: town", "kind:")
    assert ("field-missing", 9, "kind") == (found.code, found.place.line, found.place.field)


def test_an_optional_field_left_empty_is_left_out(check: Check) -> None:
    """A field that may be missing may be empty."""
    found = check("data/terms/river-chief.yml", "editorial: true", "editorial:")
    assert ["record-line"] == [finding.code for finding in found]


def test_inferred_date_needs_its_basis(check: Check) -> None:
    """A date carries its precision and whether it was inferred, and then what it rests on."""
    basis = "\n  basis:\n    zh: 文中提到2023年的事。\n    en: It speaks of events of 2023."
    assert [] == check(slips.PRACTICE, "date: 2023-08", f"date: 2023-08\n  inferred: true{basis}")
    found = check(slips.PRACTICE, basis, "")
    assert [("date-basis", "started"), ("check-incomplete", "")] == [
        (f.code, f.place.field) for f in found
    ]


def test_folder_without_labels_is_no_handbook(tmp_path: Path) -> None:
    """Outside the root, the message says where to go."""
    with pytest.raises(Unloadable, match="not the handbook's root"):
        load(tmp_path)


@pytest.mark.parametrize(
    ("labels", "code"),
    [
        ("", "file-empty"),
        ("languages: zh\n", "value-not-a-map"),
        (handbook_of.LABELS.replace("words:", "words: &a"), "yaml-anchor"),
        (
            handbook_of.LABELS.replace("locale: en_GB", "locale: en_GB\n    quotes: '<><>'"),
            "quotes-form",
        ),
        (
            handbook_of.LABELS.replace("locale: en_GB", "locale: en_GB\n    quotes: “”"),
            "quotes-form",
        ),
        (handbook_of.LABELS.replace("locale: en_GB", "locale: xx_YY"), "label-locale"),
        (handbook_of.LABELS.replace("locale: en_GB", "locale: '?'"), "label-locale"),
    ],
)
def test_wrong_labels_stop_the_check(root: Path, labels: str, code: str) -> None:
    """Without the languages nothing else can be read, so nothing else is told."""
    (root / "data/labels.yml").write_text(labels, encoding="utf-8")
    with pytest.raises(Unloadable) as stopped:
        load_labels(root)
    assert code in codes(stopped.value.diagnostics)


def test_folder_with_a_records_name_is_reported(root: Path) -> None:
    """What is no file is no record."""
    (root / "data/places/old-quay.yml").mkdir()
    assert ["check-incomplete", "file-unreadable"] == sorted(codes(check_handbook(root)[1]))


@pytest.mark.parametrize("copy", ["joint-patrols (1)", "a-copy", "z-copy"])
def test_copied_file_is_reported_and_not_its_original(root: Path, copy: str) -> None:
    """Of two files with one id the one that is named for it is right, whichever is read first."""
    handbook_of.write(
        root, {f"data/practices/{copy}.yml": handbook_of.PRACTICE.replace("两岸联合巡河", "副本")}
    )
    dataset, (finding,) = check_handbook(root)
    assert ("id-taken", f"data/practices/{copy}.yml") == (finding.code, finding.place.path)
    assert (slips.PRACTICE, "两岸联合巡河") == (
        finding.values["other"],
        dataset.records["joint-patrols"].title.get("zh"),
    )


def test_last_file_counts_where_none_is_named_for_its_id(root: Path) -> None:
    """Of two files that share an id and are both named otherwise, the one read last is the record."""
    (root / slips.PRACTICE).unlink()
    for name, title in (("a-copy", "先读"), ("z-copy", "后读")):
        text = handbook_of.PRACTICE.replace("两岸联合巡河", title)
        handbook_of.write(root, {f"data/practices/{name}.yml": text})
    dataset, _ = load(root)
    assert "后读" == dataset.records["joint-patrols"].title.get("zh")
    assert "data/practices/z-copy.yml" == dataset.files["joint-patrols"]


def test_id_of_two_kinds_is_reported_at_both(root: Path) -> None:
    """Neither file is named wrongly, so each is told of the other."""
    names = ["data/practices/river-town.yml", "data/places/river-town.yml"]
    handbook_of.write(
        root, {names[0]: handbook_of.PRACTICE.replace("id: joint-patrols", "id: river-town")}
    )
    found = [
        (f.place.path, f.values["other"]) for f in check_handbook(root)[1] if f.code == "id-taken"
    ]
    assert sorted([(names[0], names[1]), (names[1], names[0])]) == found


def test_hidden_files_are_ignored(root: Path) -> None:
    """An editor's own files are none of ours."""
    handbook_of.write(root, {"data/.swp": "", "data/places/.river-town.yml.swp": ""})
    assert [] == check_handbook(root)[1]


def test_windows_line_ends_are_fine(root: Path) -> None:
    """A file saved on Windows is read as any other."""
    for name, text in handbook_of.FILES.items():
        (root / name).write_bytes(text.replace("\n", "\r\n").encode())
    assert [] == check_handbook(root)[1]


def test_slip_in_front_matter_is_reported_on_its_line(check: Check) -> None:
    """What is wrong in a page's front matter is told on its own line."""
    found = check(slips.PAGE, "title: 河岸平安", "title：河岸平安")
    first = next(finding for finding in found if finding.place.path == slips.PAGE)
    assert ("yaml-full-width-colon", 2, "title") == (
        first.code,
        first.place.line,
        first.place.field,
    )


def test_page_without_a_language_is_reported(root: Path) -> None:
    """A page's name ends with its language."""
    handbook_of.write(root, {"docs/about.fr.md": "", "docs/about.md": ""})
    assert ["page-name"] * 2 == codes(check_handbook(root)[1])


@given(content=st.binary() | st.text().map(str.encode))
def test_any_bytes_give_a_record_or_problems(root: Path, content: bytes) -> None:
    """Whatever is in a record's file, there is the record or there are problems."""
    (root / slips.PRACTICE).write_bytes(content)
    kind = KINDS["practices"].record
    try:
        told = isinstance(read_model(root, slips.PRACTICE, kind, load_labels(root))[0], kind)
    except Unloadable as error:
        told = bool(error.diagnostics)
    assert told


@given(data=st.data())
def test_any_damage_to_a_record_gives_a_record_or_problems(root: Path, data: st.DataObject) -> None:
    """A good record with a stretch of its bytes replaced is read or told, and no problem stands outside the file."""
    name = data.draw(st.sampled_from([path for path in handbook_of.FILES if path.count("/") == 2]))
    content = handbook_of.FILES[name].encode()
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, min(len(content), start + 40)))
    new = data.draw(
        st.binary(max_size=20)
        | st.text("：“”[]{}&*!|>'\"-#?%@`:, \n\tzh", max_size=20).map(str.encode)
    )
    damaged = content[:start] + new + content[end:]
    handbook_of.write(root, {**handbook_of.FILES, name: damaged})
    _, found = check_handbook(root)
    lines = damaged.count(b"\n") + 1
    assert all(
        1 <= finding.place.line <= max(lines, 1) for finding in found if finding.place.path == name
    )


def test_check_of_one_file_finds_the_same_as_check_of_all() -> None:
    """Looking at a file, a folder or nothing in particular tells the same of it: what is looked at less, says no less."""
    findings = [f for f in check_handbook(BAD)[1] if f.code != "check-incomplete"]
    names = sorted({finding.place.path for finding in findings})
    assert 30 < len(names)
    for name in [*names, "data/practices", "docs"]:
        _, found = check_handbook(BAD, [(BAD / name).resolve()])
        assert [
            f.text("en") for f in findings if (BAD / f.place.path).is_relative_to(BAD / name)
        ] == [f.text("en") for f in found], name
