"""`bangvang assess`, `awards`, `bonus`, `rules_check`: JSON or plain Vietnamese on standard output.

What was typed or written wrongly is one sentence on standard error and exit status 2. Nothing that one explanation
does not need is imported: a cold start must cost little more than Python itself.
"""

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, Final, NoReturn

from rulebook import facts as reading
from rulebook.book import LAW, NATIONAL, Rulebook
from rulebook.errors import RuleError, UnknownAward
from rulebook.facts import FactsError, vn
from rulebook.tree import KINDS

USAGE: Final = {
    "assess": "bangvang assess TỆP.json --date 2026-06-30 [--year 2025] [--award KHÓA] [--overlay THƯ_MỤC] [--json]",
    "awards": "bangvang awards --date 2026-06-30 [--overlay THƯ_MỤC] [--json]",
    "bonus": (
        "bangvang bonus --award KHÓA --subject individual|collective|household --date 2026-06-30"
        " [--overlay THƯ_MỤC] [--json]"
    ),
    "rules_check": "bangvang rules_check [THƯ_MỤC]",
    "scan": (
        "bangvang scan TỆP.parquet --date 2026-06-30 [--year 2025] --out KẾT_QUẢ.parquet [--award KHÓA]"
        " [--overlay THƯ_MỤC]"
    ),
}
LARGEST: Final = 64 * 1024 * 1024  # bytes of one subject's facts; a registry is for `scan`
VERDICT: Final = {
    "met": "ĐỦ TIÊU CHUẨN",
    "unmet": "CHƯA ĐỦ TIÊU CHUẨN",
    "unknown": "CHƯA ĐỦ DỮ LIỆU ĐỂ KẾT LUẬN",
}
MARK: Final = {"met": "[đạt]", "unmet": "[chưa đạt]", "unknown": "[chưa rõ]", "judged": "[bình xét]"}
CERTAINTY: Final = {
    "read": "đã đọc văn bản",
    "secondary": "theo nguồn thứ cấp, cần đối chiếu văn bản",
    "derived": "suy ra từ điều luật",
    "recalled": "chỉ nhớ lại, chưa đọc văn bản",
}
SUBJECT: Final = {"individual": "cá nhân", "collective": "tập thể", "household": "hộ gia đình"}


class Wrong(Exception):
    """What was typed or written cannot be used; the sentence says why and what to do."""


# ---------- commands ----------


def assess(rest: list[str]) -> int:
    """What one subject may be given on a day, and why."""
    return _run(_assess, rest)


def awards(rest: list[str]) -> int:
    """Every award with the version that stands on a day."""
    return _run(_awards, rest)


def bonus(rest: list[str]) -> int:
    """The bonus in đồng on the day of the decision."""
    return _run(_bonus, rest)


def rules_check(rest: list[str]) -> int:
    """Read rule files anew, with every check."""
    return _run(_rules_check, rest)


def _run(command: Callable[[list[str]], str], rest: list[str]) -> int:
    try:
        told = command(rest)
    except UnknownAward as problem:
        return _refuse(f"--award: {problem.sentence}")
    except (Wrong, RuleError, FactsError) as problem:
        return _refuse(str(problem))
    return _write(told + "\n")


def _assess(rest: list[str]) -> str:
    words = _Words("assess", rest, ("--date", "--year", "--award", "--overlay"), places=1)
    on, year = words.day(), words.year()
    book = _book(words.many("--overlay"))
    keys = list(dict.fromkeys(words.many("--award")))
    for key in keys:
        book.award(key)
    data = _facts(words.places[0])
    from rulebook import explain  # noqa: PLC0415  # a refused command reads no law

    facts = reading.read(data, on)
    _check_keys(facts.awards, book)
    for each in facts.warnings:
        _say(f"Lưu ý: {each}")
    if not keys:
        keys = _asked(book, facts.kind, on, year is None and facts.last_rated() is None)
    try:
        proofs = [book.explain(key, facts, on, year) for key in keys]
    except (explain.NoRule, explain.NoYear) as problem:
        raise Wrong(str(problem)) from None
    if words.json:
        return _json([each.to_dict() for each in proofs])
    return "\n\n".join(_proof(each.to_dict()) for each in proofs)


def _awards(rest: list[str]) -> str:
    words = _Words("awards", rest, ("--date", "--overlay"))
    on = words.day()
    book = _book(words.many("--overlay"))
    standing = {each.key: each for each in book.awards(on)}
    rows: list[dict[str, Any]] = []  # JSON values
    for award in book.law.awards.values():
        info = standing.get(award.key)
        rows.append(
            {
                "key": award.key,
                "name": award.name,
                "kind": award.kind,
                "subjects": list(award.subjects),
                "in_force": info is not None,
                "since": (info.since or None) if info else None,
                "until": (info.until or None) if info else None,
                "certainty": info.certainty if info else None,
            }
        )
    if words.json:
        return _json(rows)
    lines = [f"Danh hiệu thi đua và hình thức khen thưởng, ngày {vn(on)}:"]
    for row in rows:
        for_whom = ", ".join(SUBJECT[each] for each in row["subjects"])
        told = CERTAINTY[row["certainty"]] if row["in_force"] else "chưa có quy định của ngày này"
        lines.append(f"  {row['key']:<40} {row['name']} ({for_whom}; {told})")
    return "\n".join(lines)


def _bonus(rest: list[str]) -> str:
    words = _Words("bonus", rest, ("--award", "--subject", "--date", "--overlay"))
    on = words.day()
    subject = words.one("--subject")
    if subject not in KINDS:
        raise Wrong(
            f"--subject: không có loại đối tượng “{subject}”; hãy dùng một trong: {', '.join(KINDS)}."
        )
    book = _book(words.many("--overlay"))
    award = book.award(words.one("--award"))
    found = book.procedure(award.key, on).bonus(subject)
    if words.json:
        return _json(
            {
                "award": award.key,
                "subject": subject,
                "date": on.isoformat(),
                "coefficient": None if found.coefficient is None else float(found.coefficient),
                "base_salary": found.base_salary,
                "amount": found.amount,
                "sources": [each.to_dict() for each in found.sources],
                "certainty": found.certainty,
                "reason": found.reason or None,
            }
        )
    lines = [f"{award.name}, {SUBJECT[subject]}, quyết định ngày {vn(on)}:"]
    if found.amount is None or found.coefficient is None or found.base_salary is None:
        lines.append(f"  Chưa xác định được tiền thưởng. {found.reason}")
    else:
        factor = f"{found.coefficient.normalize():f}".replace(".", ",")
        lines.append(f"  {_dong(found.amount)} ({factor} × {_dong(found.base_salary)}, làm tròn lên)")
    lines += [f"  Căn cứ: {each}" for each in found.sources]
    lines.append(f"  Mức chắc chắn: {CERTAINTY[found.certainty]}")
    return "\n".join(lines)


def _rules_check(rest: list[str]) -> str:
    words = _Words("rules_check", rest, (), places=(0, 1), json=False)
    from pathlib import Path  # noqa: PLC0415  # only here are files read as YAML

    from rulebook import load  # noqa: PLC0415  # YAML too

    national, shipped = Path(NATIONAL), [Path(LAW) / name for name in _shipped()]
    if words.places:
        folder = Path(_folder(words.places[0]))
        sets = [(national, folder) if (folder / "overlay.yaml").exists() else (folder,)]
    else:
        sets = [(national,), *((national, each) for each in shipped)]
    lines = []
    for folders in sets:
        law = load.law(folders)
        versions = sum(len(each.versions) for each in law.awards.values())
        name = " + ".join(each.name for each in folders)
        lines.append(
            f"{name}: đúng. {len(law.awards)} danh hiệu và hình thức, {versions} phiên bản,"
            f" {len(law.parameters)} tham số, {len(law.principles)} nguyên tắc."
        )
    return "\n".join(lines)


# ---------- words ----------


class _Words:
    """What was typed after the command."""

    def __init__(
        self, command: str, rest: Sequence[str], options: Sequence[str], *, places: int | tuple[int, int] = 0,
        json: bool = True,
    ) -> None:  # fmt: skip
        self.command, self.json = command, False
        self.places: list[str] = []
        self.given: dict[str, list[str]] = {}
        words = list(rest)
        while words:
            word = words.pop(0)
            name, equals, value = word.partition("=")
            if json and word == "--json":
                self.json = True
            elif name in options:
                if not equals:
                    if not words or words[0].startswith("--"):
                        self.wrong(f"{name} cần một giá trị.")
                    value = words.pop(0)
                self.given.setdefault(name, []).append(value)
            elif word.startswith("-") and word != "-":
                self.wrong(f"không có lựa chọn “{word}”.")
            else:
                self.places.append(word)
        least, most = (places, places) if isinstance(places, int) else places
        if len(self.places) < least:
            self.wrong("thiếu tên tệp.")
        if len(self.places) > most:
            self.wrong(f"thừa “{self.places[most]}”.")
        for name, values in self.given.items():
            if len(values) > 1 and name not in {"--award", "--overlay"}:
                self.wrong(f"{name} chỉ viết một lần.")
        if command == "bonus" and len(self.given.get("--award", [])) > 1:
            self.wrong("--award chỉ viết một lần.")

    def wrong(self, why: str) -> NoReturn:
        """Say what is wrong and how the command is typed."""
        raise Wrong(f"Lệnh viết chưa đúng: {why} Cách viết: {USAGE[self.command]}")

    def many(self, name: str) -> list[str]:
        """Every value of an option."""
        return self.given.get(name, [])

    def one(self, name: str) -> str:
        """The value of an option that must be given."""
        if name not in self.given:
            self.wrong(f"thiếu {name}.")
        return self.given[name][0]

    def day(self) -> date:
        """The day of consideration."""
        text = self.one("--date")
        try:
            if len(text) != 10:
                raise ValueError
            return date.fromisoformat(text)
        except ValueError:
            raise Wrong(f"--date: “{text}” không phải ngày; hãy viết dạng 2026-06-30.") from None

    def year(self) -> int | None:
        """The achievement year, when it is named; it cannot lie after the day."""
        if "--year" not in self.given:
            return None
        text = self.given["--year"][0]
        if not (text.isascii() and text.isdecimal() and len(text) == 4 and int(text) >= 1900):
            raise Wrong(f"--year: “{text}” không phải năm; hãy viết bốn chữ số, ví dụ 2025.")
        if int(text) > self.day().year:
            raise Wrong(f"--year: năm {text} ở sau ngày xét {vn(self.day())}.")
        return int(text)


def _shipped() -> list[str]:
    """Overlays that come with the program."""
    return sorted(name for name in os.listdir(LAW) if os.path.isfile(os.path.join(LAW, name, "overlay.yaml")))


def _folder(name: str) -> str:
    """An overlay's folder: as typed, or by the name of a shipped one."""
    if os.path.isdir(name):
        return name
    if name in _shipped():
        return os.path.join(LAW, name)
    raise Wrong(
        f"Không có thư mục quy định “{name}”: hãy chỉ ra một thư mục, hoặc một tên có sẵn: {', '.join(_shipped())}."
    )


def _book(overlays: Iterable[str]) -> Rulebook:
    return Rulebook.load(NATIONAL, *(_folder(each) for each in overlays))


# ---------- facts ----------


def _facts(path: str) -> Any:  # whatever the JSON holds; `facts.read` judges it
    """The JSON of a file, or of standard input for “-”."""
    import json  # noqa: PLC0415  # only a command that was typed rightly needs it

    try:
        if path == "-":
            data = sys.stdin.buffer.read(LARGEST + 1)
        else:
            with open(path, "rb") as file:
                data = file.read(LARGEST + 1)
    except IsADirectoryError:
        raise Wrong(f"“{path}” là thư mục: hãy chỉ ra một tệp JSON.") from None
    except (OSError, ValueError) as problem:
        why = (
            "không có tệp này"
            if isinstance(problem, FileNotFoundError | NotADirectoryError)
            else "không đọc được"
        )
        raise Wrong(f"Không mở được “{path}” ({why}): hãy kiểm tra lại đường dẫn và quyền đọc.") from None
    if len(data) > LARGEST:
        raise Wrong(f"“{path}” quá lớn cho dữ liệu của một đối tượng; nhiều đối tượng thì dùng lệnh scan.")
    twice: list[tuple[dict[str, Any], str]] = []

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for key, value in found:
            if key in made:
                twice.append((made, key))
            made[key] = value
        return made

    def constant(name: str) -> NoReturn:
        raise Wrong(f"“{path}” chứa {name}, không phải số: hãy bỏ hoặc để null.")

    try:
        found = json.loads(data.decode("utf-8-sig"), object_pairs_hook=pairs, parse_constant=constant)
    except UnicodeDecodeError:
        raise Wrong(f"“{path}” không phải chữ mã hóa UTF-8: hãy lưu lại tệp bằng UTF-8.") from None
    except json.JSONDecodeError as problem:
        raise Wrong(
            f"“{path}” không phải JSON đúng cú pháp (dòng {problem.lineno}, cột {problem.colno}): hãy sửa chỗ đó."
        ) from None
    except (RecursionError, ValueError):
        raise Wrong(
            f"“{path}” không phải dữ liệu của một đối tượng: lồng quá sâu hoặc có số quá dài."
        ) from None
    for holder, key in twice:
        at = _place(found, holder)
        if at == "years":
            raise FactsError(f"years.{key}", f"năm {key} có hai kết quả xếp loại; hãy giữ một.")
        raise FactsError(f"{at}.{key}" if at else key, "khóa viết hai lần; hãy giữ một.")
    return found


def _place(inside: Any, holder: dict[str, Any], at: str = "") -> str | None:
    """Where in the JSON this object stands."""
    if inside is holder:
        return at
    rows: Iterable[tuple[str, Any]] = ()
    if isinstance(inside, dict):
        rows = ((f"{at}.{key}" if at else key, each) for key, each in inside.items())
    elif isinstance(inside, list):
        rows = ((f"{at}[{place}]", each) for place, each in enumerate(inside))
    return next((found for name, each in rows if (found := _place(each, holder, name)) is not None), None)


def _check_keys(given: Iterable[Any], book: Rulebook) -> None:
    """A recorded award that the law does not know is more likely mistyped than unknown: it is never passed over."""
    for place, each in enumerate(given):
        try:
            book.award(each.key)
        except UnknownAward as problem:
            raise FactsError(f"awards[{place}].key", problem.sentence) from None


def _asked(book: Rulebook, kind: str, on: date, without_year: bool) -> list[str]:
    """The awards in force for this kind of subject; without a rated year, those that rest on none."""
    standing = [each.key for each in book.awards(on) if kind in each.subjects]
    standing = [key for key in standing if book.award(key).version(on.isoformat(), kind)]
    if not standing:
        raise Wrong(f"--date: bộ luật chưa có quy định của ngày {vn(on)} cho {SUBJECT[kind]}.")
    if not without_year:
        return standing
    yearless = [key for key in standing if not book.award(key).needs_year]
    why = "years: chưa có năm nào được xếp loại, hãy nêu năm xét bằng --year"
    if not yearless:
        raise Wrong(f"{why}.")
    _say(f"{why}; lần này chỉ xét các hình thức không theo năm.")
    return yearless


# ---------- telling ----------


def _proof(told: dict[str, Any]) -> str:
    """Short answer first, then why layer by layer, then what to do."""
    year = f", năm xét {told['year']}" if told["year"] is not None else ""
    lines = [
        f"{told['name']}: {VERDICT[told['verdict']]} (ngày xét {vn(date.fromisoformat(told['date']))}{year})"
    ]
    lines.append("Vì sao:")
    for each in told["findings"]:
        sure = "" if each["certainty"] == "read" else f"; {CERTAINTY[each['certainty']]}"
        indent = "  " * (1 + each["depth"])
        lines.append(
            f"{indent}{MARK[each['verdict']]} {each['text']} ({_cite(each['source'])}; {each['rule']}{sure})"
        )
    for title, key in (
        ("Đơn vị xác nhận, Hội đồng bình xét:", "to_judge"),
        ("Còn thiếu:", "missing"),
        ("Thay đổi ít nhất để đạt:", "change"),
    ):
        if told[key]:
            lines.append(title)
            lines += [f"  - {each}" for each in told[key]]
    if told["verdict"] != "met":
        when = told["earliest_year"]
        lines.append(
            f"Sớm nhất có thể đạt: năm {when}, nếu mọi năm tới đều tốt."
            if when is not None
            else "Sớm nhất có thể đạt: chưa tính được chỉ từ các năm tới."
        )
    lines.append(f"Mức chắc chắn của các quy định đã dựa vào: {CERTAINTY[told['certainty']]}.")
    return "\n".join(lines)


def _cite(source: dict[str, Any]) -> str:
    parts = [
        f"{name} {source[key]}"
        for name, key in (("điểm", "point"), ("khoản", "clause"), ("Điều", "article"))
        if source[key]
    ]
    return " ".join([*parts, source["instrument"]])


def _dong(amount: int) -> str:
    return f"{amount:,}".replace(",", ".") + " đồng"


def _json(value: Any) -> str:
    import json  # noqa: PLC0415  # plain text needs none

    return json.dumps(value, ensure_ascii=False, indent=2)


def _write(text: str) -> int:
    try:
        sys.stdout.buffer.write(text.encode("utf-8", "replace"))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # the reader went away; keep the interpreter from complaining when it closes the stream
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _say(sentence: str) -> None:
    sys.stderr.buffer.write((sentence + "\n").encode("utf-8", "replace"))
    sys.stderr.buffer.flush()


def _refuse(sentence: str) -> int:
    _say(sentence)
    return 2
