"""Vietnamese text: one form for storing, one for searching, one for sorting.

Search folds text before indexing and before querying, because SQLite's own folding leaves `đ` alone and databases
differ in collation. People sort by given name, then middle, then family name, in the order of the Vietnamese alphabet.
"""

import re
import unicodedata
from functools import lru_cache

_SPACES = re.compile(r"\s+")
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_ORDER = {letter: f"{place:02d}" for place, letter in enumerate("0123456789" + _ALPHABET, start=10)}
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}


def clean(text: str) -> str:
    """NFC, without control characters, with single spaces."""
    kept = "".join(c for c in text if c.isspace() or unicodedata.category(c) not in {"Cc", "Cf"})
    return _SPACES.sub(" ", unicodedata.normalize("NFC", kept)).strip()


def fold(text: str) -> str:
    """Lower case, without marks, `đ` as `d`, with single spaces: the form in which text is searched."""
    decomposed = unicodedata.normalize("NFD", text)
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return _SPACES.sub(" ", bare.replace("đ", "d").replace("Đ", "d").lower()).strip()


@lru_cache(maxsize=8192)  # names are made of few words
def _letters(word: str) -> str:
    letters, tones = [], []
    for composed in unicodedata.normalize("NFC", word.lower()):
        tone, rest = "0", []
        for part in unicodedata.normalize("NFD", composed):
            if part in _TONES:
                tone = _TONES[part]
            else:
                rest.append(part)
        letter = unicodedata.normalize("NFC", "".join(rest))
        letters.append(_ORDER.get(letter, "09"))
        tones.append(tone)
    return "".join(letters) + "." + "".join(tones)


def sort_key(text: str) -> str:
    """A key that sorts text in the order of the Vietnamese alphabet, letters before tones."""
    return " ".join(_letters(word) for word in clean(text).split())


def name_sort_key(full_name: str) -> str:
    """A key that sorts people by given name, then family name, then what stands between."""
    words = clean(full_name).split()
    return sort_key(" ".join([words[-1], words[0], *words[1:-1]])) if len(words) > 1 else sort_key(full_name)
