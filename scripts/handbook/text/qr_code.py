"""QR codes that lead from paper to a page."""

import io

import segno


def qr_code(address: str, *, boost: bool = True, **options: object) -> str:
    """Return a QR code of an address as SVG, with error correction for a creased sheet.

    Args:
        address: The address.
        boost: Whether to correct more errors where that makes the code no larger.
        options: How segno writes the SVG.
    """
    svg = io.BytesIO()
    segno.make(address, micro=False, error="m", boost_error=boost).save(
        svg, kind="svg", xmldecl=False, **options
    )
    return svg.getvalue().decode()
