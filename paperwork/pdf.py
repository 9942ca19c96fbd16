"""Sheets written as PDF/A by Typst. The template knows no number of its own: layout comes with the data."""

import datetime
import functools
import json
import pathlib
from dataclasses import asdict
from typing import Any, Literal

import typst

from paperwork import fonts, layout, official, sheets

TEMPLATE = pathlib.Path(__file__).with_name("pdf.typ")
STANDARD: Literal["a-2a"] = "a-2a"  # archivable, and tagged for screen readers


@functools.cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(fonts.folder())]
    )


def write(document: official.OfficialDocument) -> bytes:
    """The document as PDF. Its text reaches Typst as data, so nothing in it can be taken for markup."""
    content = {
        "title": document.name,
        "author": document.head.issuing_body,
        "font": fonts.FAMILY,
        "page": asdict(layout.PAGE),
        "rule": {"gap": layout.RULE_GAP, "width": layout.RULE_WIDTH},
        "table": {"stroke": layout.TABLE_STROKE, "inset": layout.TABLE_INSET},
        "line": {"height": layout.LINE_HEIGHT, "descent": layout.DESCENT},
        "styles": {key: asdict(style) for key, style in layout.STYLES.items()},
        "sheets": [
            {"landscape": sheet.landscape, "parts": [_part(part) for part in sheet.parts]}
            for sheet in sheets.set_out(document)
        ],
    }
    day = document.head.date or datetime.date(document.head.year or 1970, 1, 1)
    pdf: bytes = typst.compile(
        str(TEMPLATE),
        font_paths=_fonts(),
        sys_inputs={"content": json.dumps(content, ensure_ascii=False)},
        pdf_standards=[STANDARD],
        timestamp=datetime.datetime.combine(day, datetime.time(), datetime.UTC),
    )
    return pdf


def _part(part: sheets.Part) -> dict[str, Any]:  # JSON
    return {"type": type(part).__name__, **asdict(part)}
