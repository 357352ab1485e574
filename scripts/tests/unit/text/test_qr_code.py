"""QR codes."""

from __future__ import annotations

from handbook.text.qr_code import qr_code


def test_code_is_plain_svg_of_the_address_and_the_options() -> None:
    """Another address gives another code; the way it is drawn changes no module."""
    code = qr_code("https://example.org/a/", svgclass="code", omitsize=True)
    assert code.startswith("<svg ")
    assert 'class="code"' in code
    assert code == qr_code("https://example.org/a/", svgclass="code", omitsize=True)
    assert code != qr_code("https://example.org/b/", svgclass="code", omitsize=True)


def test_boost_corrects_more_without_a_larger_code() -> None:
    """The same size, other modules."""
    plain, boosted = (
        qr_code("https://example.org/", boost=boost, border=0) for boost in (False, True)
    )
    assert plain != boosted
    assert plain.split("height=")[1].split()[0] == boosted.split("height=")[1].split()[0]
