"""`bangvang scan`: every subject of a Parquet registry against every award, verdicts into another Parquet file.

On standard output, how many are met, unmet, unknown and one clause away, and which clauses stand in the way. What
cannot be read is one sentence on standard error and exit status 2; the file of verdicts is then not written.
"""

import os
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

from rulebook import cli, words
from rulebook.book import Rulebook
from rulebook.errors import RuleError, UnknownAward
from rulebook.facts import vn
from rulebook.tree import All, Law

NAMES: Final = {"met": "đạt", "unmet": "chưa đạt", "unknown": "chưa rõ"}


def scan(rest: list[str]) -> int:
    """Read a registry, write verdicts, print counts; 0, or 2 with a sentence."""
    try:
        told = _scan(rest)
    except ModuleNotFoundError as problem:
        return _refuse(f"Lệnh scan cần gói {problem.name}: hãy cài đặt đủ các gói của chương trình.")
    except UnknownAward as problem:
        return _refuse(problem.sentence)
    except (cli.Wrong, RuleError) as problem:
        return _refuse(str(problem))
    sys.stdout.write(told + "\n")
    return 0


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 2


def _scan(rest: list[str]) -> str:
    typed = cli._Words("scan", rest, ("--date", "--year", "--out", "--award", "--overlay"), places=1)
    on, year = typed.day(), typed.year()
    source, target = Path(typed.places[0]), Path(typed.one("--out"))
    book = cli._book(typed.many("--overlay"))
    keys = [book.award(each).key for each in dict.fromkeys(typed.many("--award"))]
    standing = [each.key for each in book.awards(on)]
    if not standing:
        raise cli.Wrong(f"Ngày {vn(on)} chưa có quy định nào trong bộ luật.")
    for key in keys:
        if key not in standing:
            raise cli.Wrong(f"Ngày {vn(on)} chưa có quy định về {book.award(key).name} trong bộ luật.")
    if not source.is_file():
        raise cli.Wrong(f"Không có tệp “{source}”: hãy kiểm tra lại đường dẫn.")
    if target.exists() and target.samefile(source):
        raise cli.Wrong("--out trùng với tệp dữ liệu: hãy ghi kết quả vào một tệp khác.")
    return run(book, keys or standing, source, target, on, year)


def run(book: Rulebook, keys: Sequence[str], source: Path, target: Path, on: date, year: int | None) -> str:
    """Scan a registry into a file of verdicts; what was found, in words."""
    from rulebook import ingest  # noqa: PLC0415 - a command typed wrongly loads neither NumPy nor Arrow
    from rulebook import scan as reader  # noqa: PLC0415

    counts: dict[str, Counter[str]] = {key: Counter() for key in keys}
    clauses: dict[tuple[str, str, str], int] = {}
    unfinished = target.with_name(target.name + ".tmp")
    size = 0
    try:
        with _Writer(unfinished) as writer:
            for table in ingest.tables(book.law, keys, source, on, year):
                size += len(table)
                for key, found in reader.run(book.law, keys, table, on.isoformat()).items():
                    near = found.near
                    writer.write(table, key, found, near)
                    counts[key].update(found.by_verdict())
                    counts[key]["near"] += int(near.sum())
                    for (kind, clause), times in found.by_clause().items():
                        clauses[key, kind, clause] = clauses.get((key, kind, clause), 0) + times
        os.replace(unfinished, target)
    except ingest.RegistryError as problem:
        raise cli.Wrong(str(problem)) from None
    except OSError as problem:
        raise cli.Wrong(f"Không ghi được “{target}”: {problem.strerror or problem}.") from None
    finally:
        unfinished.unlink(missing_ok=True)
    return "\n".join(_told(book.law, on.isoformat(), size, counts, clauses))


class _Writer:
    """Verdicts as they come, a row for each subject and award."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.file: Any = None  # the Parquet writer, opened with the first rows

    def __enter__(self) -> "_Writer":
        return self

    def __exit__(self, *problem: object) -> None:
        if self.file is not None:
            self.file.close()
        elif problem[0] is None:
            import pyarrow as pa  # noqa: PLC0415
            import pyarrow.parquet as pq  # noqa: PLC0415

            pq.write_table(_schema(pa.int64()).empty_table(), self.path)

    def write(self, table: Any, key: str, found: Any, near: Any) -> None:
        import pyarrow as pa  # noqa: PLC0415
        import pyarrow.parquet as pq  # noqa: PLC0415

        subjects = pa.array(table.subjects)
        schema = _schema(subjects.type)
        if self.file is None:
            self.file = pq.ParquetWriter(self.path, schema, compression="zstd")
        size = len(subjects)
        rows = [
            subjects,
            pa.DictionaryArray.from_arrays(pa.repeat(pa.scalar(0, pa.int8()), size), [key]),
            pa.array(table.years).cast(pa.int16()),
            pa.DictionaryArray.from_arrays(
                pa.array(found.verdict).cast(pa.int8()), ["unmet", "met", "unknown"]
            ),
            pa.array(found.failed),
            pa.array(near),
        ]
        self.file.write_table(pa.Table.from_arrays(rows, schema=schema))


def _schema(subject: Any) -> Any:
    import pyarrow as pa  # noqa: PLC0415

    word = pa.dictionary(pa.int8(), pa.string())
    return pa.schema(
        [
            ("subject", subject),
            ("award", word),
            ("year", pa.int16()),
            ("verdict", word),
            ("failed", pa.uint32()),
            ("near_miss", pa.bool_()),
        ]
    )


def _told(
    law: Law, on: str, size: int, counts: dict[str, Counter[str]], clauses: dict[tuple[str, str, str], int]
) -> list[str]:
    lines = [f"Đã xét {size} đối tượng theo {len(counts)} danh hiệu, hình thức khen thưởng."]
    for key, count in counts.items():
        found = ", ".join(f"{NAMES[verdict]} {count[verdict]}" for verdict in NAMES)
        lines.append(f"{law.awards[key].name} ({key}): {found}; chỉ còn thiếu một điều kiện {count['near']}.")
        for (award, kind, clause), times in clauses.items():
            if award == key and times:
                lines.append(f"  {times} {words.KIND[kind]} vướng: {_clause(law, key, kind, on, clause)}")
    return lines


def _clause(law: Law, key: str, kind: str, on: str, clause: str) -> str:
    version = law.awards[key].version(on, kind)
    root = version.root if version else None
    for each in root.of if isinstance(root, All) else (root,):
        if each is not None and each.id == clause:
            return f"{words.criterion(law, each)} [{each.source}]"
    principle = next(each for each in law.principles if each.key == clause and each.stands(on))
    return f"{principle.text.split(';')[0].split('. ')[0]} [{principle.source}]"
