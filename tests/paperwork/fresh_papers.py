"""The second corpus as files: Word papers from their XML, PDF papers from their source, texts as others save them."""

import io
import re
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.sax import saxutils

import typst

from paperwork import fonts

CORPUS = Path(__file__).parent / "corpus_fresh"
TEXTS = sorted(path for path in CORPUS.iterdir() if path.suffix in {".md", ".txt"})
PLAIN = [path for path in TEXTS if path.suffix == ".txt"]
WORD = sorted((CORPUS / "word").glob("*.xml"))
PDF = sorted((CORPUS / "pdf").glob("*.typ"))

_OFFICE = "http://schemas.openxmlformats.org"
_KIND = f"{_OFFICE}/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_W = f'xmlns:w="{_OFFICE}/wordprocessingml/2006/main"'


def word(path: Path) -> bytes:
    """The Word file of a paper kept as the XML of its parts: nothing of its form is left to a library."""
    paper = path.read_text(encoding="utf-8")
    opened = re.search(r"<paper ([^>]*)>", paper)
    assert opened is not None
    parts = {
        name: found[1]
        for name in ("body", "numbering", "styles")
        if (found := re.search(rf"^<{name}>\n(.*?)\n</{name}>$", paper, re.DOTALL | re.MULTILINE))
    }
    return _packed(parts, opened[1])


def word_of_lines(text: str) -> bytes:
    """A text as Word: each line a paragraph, tabs kept."""
    body = "".join(
        "<w:p>"
        + "<w:r><w:tab/></w:r>".join(
            f'<w:r><w:t xml:space="preserve">{saxutils.escape(piece)}</w:t></w:r>'
            for piece in line.split("\t")
        )
        + "</w:p>"
        for line in text.split("\n")
        if line.strip()
    )
    return _packed({"body": body}, _W)


def _packed(parts: dict[str, str], names: str) -> bytes:
    files = {
        "word/document.xml": f"<w:document {names}><w:body>{parts['body']}<w:sectPr/></w:body></w:document>"
    }
    relations, types = "", ""
    for number, kind in enumerate(("numbering", "styles")):
        if kind in parts:
            files[f"word/{kind}.xml"] = f"<w:{kind} {names}>{parts[kind]}</w:{kind}>"
            relations += f'<Relationship Id="rId{number}" Type="{_KIND}/{kind}" Target="{kind}.xml"/>'
            types += f'<Override PartName="/word/{kind}.xml" ContentType="{_TYPE}.{kind}+xml"/>'
    links = f'<Relationships xmlns="{_OFFICE}/package/2006/relationships">'
    files["word/_rels/document.xml.rels"] = f"{links}{relations}</Relationships>"
    files["_rels/.rels"] = (
        f'{links}<Relationship Id="rId1" Type="{_KIND}/officeDocument" Target="word/document.xml"/></Relationships>'
    )
    files["[Content_Types].xml"] = (
        f'<Types xmlns="{_OFFICE}/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>{types}</Types>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return out.getvalue()


def typeset(source: str) -> bytes:
    return bytes(typst.compile(source.encode(), font_paths=[str(fonts.folder())]))


def set_as_decreed(text: str) -> str:
    """A text as a page of Decree 30: both margins even, first lines indented, paragraphs apart."""
    return _set(text, "14pt", "first-line-indent: (amount: 1.27cm, all: true), spacing: 10pt")


def set_close(text: str) -> str:
    """A text as offices set it to save paper: no indent, little between paragraphs."""
    return _set(text, "12pt", "spacing: 6pt")


def _set(text: str, size: str, how: str) -> str:
    head = (
        '#set page(paper: "a4", margin: (top: 20mm, bottom: 20mm, left: 30mm, right: 15mm))\n'
        f'#set text(font: "{fonts.FAMILY}", size: {size}, lang: "vi", hyphenate: false)\n'
        f"#set par(justify: true, {how})\n"
    )
    lines = [
        line.strip().replace("\\", "\\\\").replace('"', '\\"') for line in text.split("\n") if line.strip()
    ]
    return head + "".join(f'#par[#"{line}"]\n' for line in lines)


# the same text as other programs save it
GUISES: dict[str, Callable[[str], bytes]] = {
    "decomposed": lambda text: unicodedata.normalize("NFD", text).encode(),
    "windows": lambda text: ("\ufeff" + text.replace("\n", "\r\n")).encode(),
    "utf-16": lambda text: text.encode("utf-16"),
}
