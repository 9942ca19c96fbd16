"""The law as dated data. Its face stays empty until the rules arrive."""

__all__: list[str] = []
