"""What can be wrong with a file of law."""


class RuleError(ValueError):
    """A broken rule file: where, which key, and what was expected there."""

    def __init__(self, file: str, line: int, key: str, expected: str) -> None:
        super().__init__(f"{file}, dòng {line}, khóa “{key}”: cần {expected}.")
        self.file, self.line, self.key, self.expected = file, line, key, expected


class UnknownAward(KeyError):
    """No award has this key; the sentence offers the nearest ones."""

    def __init__(self, key: str, near: list[str]) -> None:
        offer = f" Có phải {' hoặc '.join(f'“{each}”' for each in near)}?" if near else ""
        self.sentence = f"Không có danh hiệu, hình thức nào có khóa “{key}”.{offer}"
        super().__init__(self.sentence)

    def __str__(self) -> str:
        return self.sentence
