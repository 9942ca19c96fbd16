"""Vietnamese typed letter by letter, as a Telex keyboard writes it: `Ddoox Thij Mai` becomes `Đỗ Thị Mai`.

The programs that do this on Windows (Unikey and its kin) watch the keys and mend what already stands in the field: they
press Backspace and put the composed letter there. Those on macOS and Linux keep the syllable open (composition) and
commit it at its end. A field that asks a server while it is typed must bear both.
"""

import unicodedata
from collections.abc import Iterator

from playwright.sync_api import CDPSession, Keyboard

TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
STROKES = {"đ": "d", "Đ": "D"}


def _without_tone(syllable: str) -> str:
    """The tone is the last key of a syllable."""
    parts = unicodedata.normalize("NFD", syllable)
    return unicodedata.normalize("NFC", "".join(each for each in parts if each not in TONES))


def _key(letter: str) -> str:
    """The key struck first for a letter: o for ô and ơ, d for đ."""
    return STROKES.get(letter) or unicodedata.normalize("NFD", letter)[0]


def stages(syllable: str) -> Iterator[str]:
    """What stands in the field after each key: `D`, `Đ`, `Đo`, `Đô`, `Đỗ`."""
    plain, before = _without_tone(syllable), ""
    for letter in plain:
        if _key(letter) != letter:
            yield before + _key(letter)
        before += letter
        yield before
    if plain != syllable:
        yield syllable


def mend(keyboard: Keyboard, words: str) -> None:
    """As Unikey does: each key mends what stands there already."""
    for place, syllable in enumerate(words.split(" ")):
        if place:
            keyboard.press("Space")
        shown = ""
        for stage in stages(syllable):
            same = 0
            while same < min(len(shown), len(stage)) and shown[same] == stage[same]:
                same += 1
            for _each in shown[same:]:
                keyboard.press("Backspace")
            keyboard.insert_text(stage[same:])
            shown = stage


def compose(session: CDPSession, words: str) -> None:
    """As macOS and IBus do: the syllable stays open, underlined, until it is committed."""
    for place, syllable in enumerate(words.split(" ")):
        if place:
            session.send("Input.insertText", {"text": " "})
        for stage in stages(syllable):
            end = len(stage)
            session.send(
                "Input.imeSetComposition", {"text": stage, "selectionStart": end, "selectionEnd": end}
            )
        session.send("Input.insertText", {"text": syllable})
