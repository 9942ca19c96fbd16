"""Which organisations a composition line of a plan means, as far as its words tell.

"Chủ tịch hoặc Phó Chủ tịch UBND và công chức Văn phòng - Thống kê các xã, thị trấn" means all communes. At each
syllable the longest known phrase wins: the name of an organisation, a word of a kind, a position, or a phrase that
only looks like one ("xã hội", "hội nghị"). What no phrase covers means nothing: an officer decides, a suggestion
never guesses.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bangvang.core import text
from bangvang.directory.phrases import Match, Phrases, Syllable, expanded, syllables

# Folding loses the marks that tell "trường" from "trưởng"; where a line is written with marks, these must agree.
_MARKED = {
    "phong": "phòng",
    "truong": "trường",
    "hoi": "hội",
    "xa": "xã",
    "phuong": "phường",
    "quan": "quận",
    "huyen": "huyện",
    "so": "sở",
    "doan": "đoàn",
}
# Phrases that contain the words of a kind but name no organisation.
_HARMLESS = (
    "van phong",
    "van phong thong ke",
    "xa hoi",
    "hoi nghi",
    "hoi dong",
    "hoi dong thi dua khen thuong",
    "hoi truong",
    "chi hoi",
    "moi truong",
    "thi truong",
    "hop tac xa",
    "quoc phong",
    "phong chong",
    "quan ly",
    "quan su",
    "quan chung",
    "co so",
    "ho so",
    "so luong",
    "mot so",
    "nhan dan",
    "nha truong",
    "nha nuoc",
)
_ANNOUNCING = {"cac", "nhung", "moi", "tung", "vi", "gom", "khoi"}
_JOINING = {"va", "hoac", "hay", "cung"}
_EXCEPT = ({"tru"}, {"ngoai"}, {"khong", "bao", "gom"})
_COMMUNE_WORDS = {"xa", "thi tran", "phuong", "dac khu"}
_LEVELS = ("thanh pho", "thi xa", "thi tran", "dac khu", "tinh", "huyen", "quan", "xa", "phuong")
_TIED_TO_LEVEL = {"party_body", "fatherland_front", "mass_organisation", "state_department", "association"}


@dataclass(frozen=True, slots=True)
class Known:
    """An organisation as this page needs it."""

    key: int
    name: str
    short_name: str
    kind: str
    tier: str


@dataclass(frozen=True, slots=True)
class KindWord:
    """A word of a kind: of some organisations that bear it in their names, or of all."""

    kind: str
    collective: bool


def organisations(
    line: str,
    *,
    authority: Known,
    known: Sequence[Known],
    kinds: Iterable[tuple[str, Sequence[str], Sequence[str]]],
    positions: Iterable[str],
) -> set[int]:
    """Keys of the organisations that the line means. `kinds` are (key, words, collective words)."""
    phrases: Phrases[int | KindWord | None] = Phrases()
    for each in known:
        for name in _names(each, authority):
            phrases.add(name, each.key)
    for name in _names(authority, authority):
        phrases.add(name, authority.key)
    for harmless in (*_HARMLESS, *positions):
        phrases.add(harmless, None)
    for key, words, collective in kinds:
        for word in collective:
            phrases.add(word, KindWord(key, True))
        for word in words:
            phrases.add(word, KindWord(key, False))
    read = syllables(text.clean(line))
    marked = text.fold(line) != text.clean(line).lower()
    matches = [each for each in phrases.find(read) if each.meaning is not None]
    matches = [each for each in matches if not marked or _marks_agree(each, read)]
    clean = text.clean(line)
    wanted: set[int] = set()
    unwanted: set[int] = set()
    announced_until = -1
    for place, match in enumerate(matches):
        excepted = _is_excepted(read, match, clean)
        if isinstance(match.meaning, int):
            if match.meaning != authority.key or not _is_owner(read, match):
                (unwanted if excepted else wanted).add(match.meaning)
            continue
        if not isinstance(match.meaning, KindWord):
            continue
        announced = _is_announced(read, match) or _continues(read, match, announced_until, clean)
        if announced:
            announced_until = match.last
        if (
            not announced
            and not match.meaning.collective
            and (
                match.meaning.kind == "people_committee"
                or " " not in match.words
                or _narrows(read, matches, place)
            )
        ):
            continue
        if place + 1 < len(matches) and _narrows(read, matches, place + 1):
            continue
        at_communes = _is_of_communes(read, matches, place, clean)
        members = _members(match, known, authority, at_communes=at_communes, marked=marked)
        (unwanted if excepted else wanted).update(members)
    return wanted - unwanted


def _names(known: Known, authority: Known) -> list[str]:
    """The ways in which a line may name one organisation: in full, without the place, or short."""
    full = " ".join(expanded(known.name))
    committee = "uy ban nhan dan "
    level, place = _level_and_place(" ".join(expanded(authority.name)).removeprefix(committee))
    names = [full]
    if full.startswith(committee):
        own = _level_and_place(full.removeprefix(committee))
        if known.key == authority.key:
            names.append(committee + level)
        elif own[0]:
            names.append(" ".join(own))
    elif level and full.endswith(f" {place}"):
        bare = full.removesuffix(f" {place}").removesuffix(f" {level}")
        names += [f"{bare} {level}", *([bare] if " " in bare else [])]
    if " viet nam" in full:
        names += [name.replace(" viet nam", "") for name in names]
    if known.short_name:
        names.append(known.short_name)
    return names


def _level_and_place(name: str) -> tuple[str, str]:
    """The folded name of a place in its two parts: "huyen", "an hoa"."""
    for level in _LEVELS:
        if name.startswith(f"{level} "):
            return level, name.removeprefix(f"{level} ")
    return "", name


def _marks_agree(match: Match[int | KindWord | None], read: Sequence[Syllable]) -> bool:
    first = read[match.first]
    return isinstance(match.meaning, int) or first.lower in {"", _MARKED.get(first.folded, first.lower)}


def _narrows(read: Sequence[Syllable], matches: Sequence[Match[int | KindWord | None]], place: int) -> bool:
    """Does this word of a kind follow a shorter one of the same kind at once: "trường" + "tiểu học"?"""
    here, before = matches[place], matches[place - 1] if place else None
    return (
        before is not None
        and isinstance(here.meaning, KindWord)
        and isinstance(before.meaning, KindWord)
        and here.meaning.kind == before.meaning.kind
        and not before.meaning.collective
        and here.first == before.last + 1
        and read[here.first].start <= read[before.last].end + 1
        and " " not in before.words
    )


def _is_owner(read: Sequence[Syllable], match: Match[int | KindWord | None]) -> bool:
    """Is the authority only named as the one to which others belong: "thuộc UBND huyện"?"""
    return match.first > 0 and read[match.first - 1].folded in {"thuoc", "cua"}


def _is_announced(read: Sequence[Syllable], match: Match[int | KindWord | None]) -> bool:
    before = read[match.first - 1] if match.first else None
    return before is not None and (before.folded in _ANNOUNCING or before.folded.isdigit())


def _continues(read: Sequence[Syllable], match: Match[int | KindWord | None], until: int, clean: str) -> bool:
    """Is it true that only commas and joining words stand since the last announced kind?"""
    if until < 0:
        return False
    between = read[until + 1 : match.first]
    gap = clean[read[until].end : read[match.first].start]
    return ";" not in gap and all(each.folded in _JOINING for each in between)


def _is_excepted(read: Sequence[Syllable], match: Match[int | KindWord | None], clean: str) -> bool:
    """Does the match stand behind "trừ …" in the same clause?"""
    clause = max(clean.rfind(mark, 0, read[match.first].start) for mark in (";", ")", "."))
    before = [each.folded for each in read[: match.first] if each.start > clause]
    return any(
        before[at : at + len(words)] and set(before[at : at + len(words)]) == words
        for words in _EXCEPT
        for at in range(len(before))
    )


def _is_of_communes(
    read: Sequence[Syllable], matches: Sequence[Match[int | KindWord | None]], place: int, clean: str
) -> bool:
    """Does "các xã, thị trấn" follow the kind without a break: "Đoàn Thanh niên các xã"?"""
    here = matches[place]
    if place + 1 < len(matches):
        following = matches[place + 1]
        if isinstance(following.meaning, KindWord) and following.words in _COMMUNE_WORDS:
            between = [each.folded for each in read[here.last + 1 : following.first]]
            gap = clean[read[here.last].end : read[following.first].start]
            if not set(gap) & set(",;()") and set(between) <= {"cac", "cua", "o", "tai", "thuoc", "cap"}:
                return bool(between)
    after = [each.folded for each in read[here.last + 1 : here.last + 3]]
    return after == ["cap", "xa"]


def _members(
    match: Match[int | KindWord | None],
    known: Sequence[Known],
    authority: Known,
    *,
    at_communes: bool,
    marked: bool,
) -> set[int]:
    meaning = match.meaning
    if not isinstance(meaning, KindWord):
        return set()
    kin = [each for each in known if each.kind == meaning.kind]
    if not meaning.collective:
        kin = [each for each in kin if _bears(each, match.words, marked=marked)]
    if meaning.kind in _TIED_TO_LEVEL:
        level = "commune" if at_communes else authority.tier
        tied = [each for each in kin if each.tier == level]
        if at_communes and authority.tier != "commune":
            return {each.key for each in tied}
        kin = tied or kin
    return {each.key for each in kin}


def _bears(known: Known, words: str, *, marked: bool) -> bool:
    """Does the name hold these words, one after another, with the same marks?"""
    read = syllables(known.name)
    wanted = words.split()
    for at in range(len(read) - len(wanted) + 1):
        part = read[at : at + len(wanted)]
        if [each.folded for each in part] == wanted and (
            not marked or len(wanted) > 1 or part[0].lower in {"", _MARKED.get(part[0].folded, part[0].lower)}
        ):
            return True
    return False
