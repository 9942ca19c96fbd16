"""Screen fonts for the browser: Be Vietnam Pro cut down to what Vietnamese and English need, as WOFF2.

The face has no tabular figures, so each digit gets a twin of one width, offered as the OpenType feature `tnum`:
columns of numbers stand straight. The font's licence (SIL OFL, without reserved names) allows the change.
"""

import hashlib
import importlib.resources
from pathlib import Path
from typing import Any

# A set-up step: fontTools is loaded by the command that runs it, never by the server.
from fontTools.misc.transform import Offset
from fontTools.otlLib.builder import buildLookup, buildSingleSubstSubtable
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables import otTables

WEIGHTS = {400: "BeVietnamPro-Regular.ttf", 600: "BeVietnamPro-SemiBold.ttf"}
DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
LETTERS = [
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),  # Latin-1 and Latin Extended-A: ă đ ĩ ũ
    0x1A0, 0x1A1, 0x1AF, 0x1B0,  # ơ ư
    *range(0x300, 0x304), 0x306, 0x309, 0x31B, 0x323,  # marks, for text that is not composed
    *range(0x1EA0, 0x1EFA),
    *(ord(sign) for sign in "–—‘’“”„†•…‰₫€≤≥×÷½¼¾²³°·"),  # noqa: RUF001
    0x2212,  # minus
]  # fmt: skip
FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "liga", "tnum", "sups", "frac", "numr", "dnom"]
RECIPE = "4"


def source(weight: int) -> Path:
    """The whole font, from its wheel."""
    return Path(str(importlib.resources.files("fontpkg_be_vietnam_pro"))) / "files" / WEIGHTS[weight]


def file_name(weight: int) -> str:
    """The name under which the browser asks for it."""
    return f"be-vietnam-pro-{weight}.woff2"


def style_sheet() -> str:
    """`optional`: a face that comes late is kept for the next page, so that no line ever jumps."""
    return "".join(
        f'@font-face{{font-family:"Be Vietnam Pro";font-weight:{weight};font-display:optional;'
        f'src:url("{file_name(weight)}") format("woff2")}}\n'
        for weight in WEIGHTS
    )


def fingerprint() -> str:
    """Of the sources and of the recipe: while it stands, nothing needs to be made again."""
    digest = hashlib.sha256(f"{RECIPE} {LETTERS} {FEATURES} {style_sheet()}".encode())
    for weight in WEIGHTS:
        digest.update(source(weight).read_bytes())
    return digest.hexdigest()


def prepare(folder: Path) -> bool:
    """Make the fonts and their style sheet in this folder; False when they were up to date."""
    stamp, wanted = folder / ".made-from", fingerprint()
    names = [*(file_name(weight) for weight in WEIGHTS), "fonts.css"]
    known = stamp.read_text(encoding="ascii") if stamp.exists() else ""
    if known == wanted and all((folder / name).exists() for name in names):
        return False
    folder.mkdir(parents=True, exist_ok=True)
    stamp.unlink(missing_ok=True)
    for weight in WEIGHTS:
        _cut(source(weight), folder / file_name(weight))
    (folder / "fonts.css").write_text(style_sheet(), encoding="ascii")
    stamp.write_text(wanted, encoding="ascii")
    return True


def _cut(whole: Path, target: Path) -> None:
    font = TTFont(whole, recalcTimestamp=False)  # the same bytes whenever it is made
    _add_tabular_figures(font)
    options = Options()
    options.layout_features = FEATURES
    options.flavor = "woff2"
    options.hinting = False
    options.desubroutinize = True
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.notdef_outline = True
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=LETTERS)
    subsetter.subset(font)
    font.flavor = "woff2"
    # Written beside and then renamed: a server that reads never finds half a font.
    half = target.with_suffix(".half")
    font.save(half, reorderTables=True)
    half.replace(target)


def _add_tabular_figures(font: TTFont) -> None:
    """Twins of the digits, all as wide as a zero, each drawn in the middle of its width."""
    glyphs, metrics = font["glyf"], font["hmtx"]
    drawn = font.getGlyphSet()
    width = metrics["zero"][0]
    for digit in DIGITS:
        box, pen = BoundsPen(drawn), TTGlyphPen(None)
        drawn[digit].draw(box)
        left, _, right, _ = box.bounds
        shift = round((width - (right - left)) / 2 - left)
        drawn[digit].draw(TransformPen(pen, Offset(shift, 0)))
        twin = f"{digit}.tnum"
        glyphs[twin] = pen.glyph()
        metrics[twin] = (width, round(left + shift))
    font.setGlyphOrder(list(glyphs.keys()))
    font["maxp"].numGlyphs = len(glyphs.keys())
    _offer_tnum(font["GSUB"].table)


def _offer_tnum(gsub: Any) -> None:  # fontTools describes its tables at run time only
    """A new single substitution, offered in every script and language; tags stay in order, for `tnum` is the last."""
    gsub.LookupList.Lookup.append(
        buildLookup([buildSingleSubstSubtable({digit: f"{digit}.tnum" for digit in DIGITS})])
    )
    gsub.LookupList.LookupCount = len(gsub.LookupList.Lookup)
    feature = otTables.FeatureRecord()
    feature.FeatureTag, feature.Feature = "tnum", otTables.Feature()
    feature.Feature.FeatureParams = None
    feature.Feature.LookupListIndex = [gsub.LookupList.LookupCount - 1]
    feature.Feature.LookupCount = 1
    gsub.FeatureList.FeatureRecord.append(feature)
    gsub.FeatureList.FeatureCount = len(gsub.FeatureList.FeatureRecord)
    for script in gsub.ScriptList.ScriptRecord:
        known = [script.Script.DefaultLangSys, *(each.LangSys for each in script.Script.LangSysRecord)]
        for language in filter(None, known):
            language.FeatureIndex.append(gsub.FeatureList.FeatureCount - 1)
            language.FeatureCount = len(language.FeatureIndex)
