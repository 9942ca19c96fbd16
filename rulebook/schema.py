"""The JSON Schema of rule files, built from the same vocabulary as the loader: editors offer and underline keys.

The loader checks more (gaps of versions, names of awards, cycles); whatever it takes, the schema takes.
"""

import json
from typing import Any, Final

from rulebook.criteria import CRITERIA
from rulebook.tree import (
    AWARD_KINDS,
    BODIES,
    CERTAINTIES,
    COHORT,
    KINDS,
    MERIT_KINDS,
    OCCUPATIONS,
    RATINGS,
    SCOPES,
    YEARS,
)

Schema = dict[str, Any]  # JSON

TEXT: Final[Schema] = {"type": "string", "minLength": 1}
DAY: Final[Schema] = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
KEY: Final[Schema] = {"type": "string", "pattern": "^[a-z][a-z0-9_]*$"}
LABEL: Final[Schema] = {"type": ["string", "integer"]}
TRUTH: Final[Schema] = {"type": "boolean"}
CITED: Final = {
    "rule": TEXT,
    "source": {"$ref": "#/$defs/source"},
    "certainty": {"enum": list(CERTAINTIES)},
    "note": TEXT,
}
DATED: Final = {"from": DAY, "until": DAY, **CITED}


def _whole(least: int = 0, most: int | None = None) -> Schema:
    return {"type": "integer", "minimum": least, **({} if most is None else {"maximum": most})}


def _one_of(names: tuple[str, ...]) -> Schema:
    return {"enum": list(names)}


def _some_of(names: tuple[str, ...]) -> Schema:
    return {"type": "array", "minItems": 1, "uniqueItems": True, "items": _one_of(names)}


def _list(items: Schema) -> Schema:
    return {"type": "array", "minItems": 1, "items": items}


def _mapping(properties: Schema, *required: str) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def _exactly_one(keys: tuple[str, ...]) -> list[Schema]:
    return [{"required": [key]} for key in keys]


SERIES: Final[Schema] = {"$ref": "#/$defs/series"}
CRITERION: Final[Schema] = {"$ref": "#/$defs/criterion"}
CRITERIA_LIST: Final[Schema] = _list(CRITERION)
MERIT: Final[Schema] = {
    "kinds": _some_of(MERIT_KINDS),
    "scope": _one_of(SCOPES),
    "where": {
        "type": "object",
        "additionalProperties": {
            **_mapping({"at_least": _whole(), "is": TEXT, "is_not": TEXT}),
            "minProperties": 1,
            "maxProperties": 1,
        },
    },
}
BACK: Final[Schema] = {
    "type": "array", "minItems": 2, "maxItems": 2, "items": _whole(0, YEARS - 1),
}  # fmt: skip
WINDOW: Final[Schema] = {"after": KEY, "leaving": _whole(), "unused": KEY}
BOUNDS: Final = ("at_least", "at_most")

SHAPES: Final[dict[str, Schema]] = {
    "all": CRITERIA_LIST,
    "any": CRITERIA_LIST,
    "meets": KEY,
    "rating": _mapping({"at_least": _one_of(RATINGS)}, "at_least"),
    "initiative": _mapping({"scope": _one_of(SCOPES), "at_least": _whole(1)}, "scope"),
    "merit": _mapping({**MERIT, "at_least": _whole(1)}, "kinds"),
    "award": _mapping({"key": KEY}, "key"),
    "count": {
        **_mapping({"of": SERIES, "at_least": _whole(1), "at_most": _whole(), "back": BACK, **WINDOW}, "of"),
        "oneOf": _exactly_one(BOUNDS),
    },
    "held": _mapping({"of": SERIES, "back": _list(_whole(0, YEARS - 1)), "unused": KEY}, "of", "back"),
    "run": _mapping(
        {
            "of": SERIES,
            "years": _whole(1),
            "or_more": TRUTH,
            "back": BACK,
            **WINDOW,
            "in_that_time": CRITERIA_LIST,
        },
        "of",
        "years",
    ),
    "run_anywhere": _mapping({"of": SERIES, "years": _whole(1)}, "of", "years"),
    "share": _mapping(
        {"of": _one_of(COHORT), "out_of": _one_of(COHORT), "percent": _whole(0, 100)},
        "of",
        "out_of",
        "percent",
    ),
    "number": {
        **_mapping({"of": _one_of(COHORT), "at_least": _whole(), "at_most": _whole()}, "of"),
        "oneOf": _exactly_one(BOUNDS),
    },
    "founded": _mapping({"years": _whole(1)}, "years"),
    "is": {
        **_mapping(
            {
                "occupation": _some_of(OCCUPATIONS),
                "body": _some_of(BODIES),
                "flag_eligible": _list(TRUTH),
                "martyr": _list(TRUTH),
            }
        ),
        "minProperties": 1,
        "maxProperties": 1,
    },
    "service": _mapping({"force": TEXT, "months": _whole(1), "periods": KEY}, "force", "months"),
    "judged": TEXT,
    "not_examined": TEXT,
    "needs_text": TEXT,
}


def _criteria() -> Schema:
    if SHAPES.keys() != CRITERIA.keys():
        raise LookupError(f"criteria without a shape: {sorted(SHAPES.keys() ^ CRITERIA.keys())}")
    return {**SHAPES, "contradicted_by": CRITERION}


def _definitions() -> Schema:
    series = ("rating", "award", "initiative", "merit", "discipline", "either", "both")
    value = {"type": ["string", "integer", "boolean", "array", "object"]}
    version = {
        **DATED,
        "for": _some_of(KINDS),
        "selected_by": TEXT,
        "does": _one_of(("sets", "adds")),
        "text": TEXT,
        **_criteria(),
    }
    row = {**DATED, "text": TEXT, "level": TEXT, "subject": _one_of(KINDS)}
    dated = ("from", "rule", "source", "certainty")
    return {
        "source": _mapping({"instrument": TEXT, "article": LABEL, "clause": LABEL, "point": LABEL}),
        "series": {
            **_mapping(
                {
                    "rating": _one_of(RATINGS),
                    "award": KEY,
                    "several": TRUTH,
                    "now": TRUTH,
                    "initiative": _one_of(SCOPES),
                    "merit": _mapping({**MERIT, "at_least": _whole(1)}, "kinds"),
                    "discipline": {"const": "any"},
                    "either": _list(SERIES),
                    "both": _list(SERIES),
                }
            ),
            "oneOf": _exactly_one(series),
        },
        "criterion": {
            **_mapping({**CITED, "text": TEXT, **_criteria()}),
            "oneOf": _exactly_one(tuple(CRITERIA)),
        },
        "version": {**_mapping(version, *dated), "oneOf": _exactly_one(tuple(CRITERIA))},
        "decision": _mapping({**row, "who": TEXT}, "who", *dated),
        "bonus": _mapping({**row, "coefficient": TEXT, "times": TEXT}, "subject", *dated),
        "procedure": _mapping({**row, "what": TEXT, "value": value, "unit": TEXT}, "what", *dated),
        "principle": _mapping(
            {
                **DATED,
                "key": KEY,
                "does": _one_of(("block", "served", "unused", "basis", "tell")),
                "subjects": _some_of(KINDS),
                "kinds": _some_of(AWARD_KINDS),
                "text": TEXT,
            },
            "key",
            "does",
            "text",
            *dated,
        ),
        "parameter": _mapping(
            {
                "key": KEY,
                "unit": TEXT,
                "text": TEXT,
                "note": TEXT,
                "values": _list(_mapping({**row, "value": value, "unit": TEXT}, *dated)),
            },
            "key",
            "values",
        ),
    }


def _award(*, overlay: bool) -> Schema:
    lists = {
        "versions": _list({"$ref": "#/$defs/version"}),
        "decided_by": _list({"$ref": "#/$defs/decision"}),
        "bonus": _list({"$ref": "#/$defs/bonus"}),
        "procedure": _list({"$ref": "#/$defs/procedure"}),
        "note": TEXT,
    }
    if overlay:
        return _mapping({"key": KEY, **lists}, "key")
    head = {
        "key": KEY,
        "name": _mapping({"vi": TEXT, "en": TEXT}, "vi", "en"),
        "kind": _one_of(("emulation_title", "form_of_commendation")),
        "subjects": _some_of(KINDS),
        "order": _whole(),
        "needs_year": TRUTH,
        "yearly": _mapping(CITED, "rule", "source", "certainty"),
    }
    return _mapping({**head, **lists}, "key", "name", "kind", "subjects", "order", "versions")


def schema() -> Schema:
    """The schema of every kind of rule file."""
    regulation = {"key": KEY, "name": TEXT, "instrument": TEXT, "from": DAY, "note": TEXT}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Tệp quy định của Bảng Vàng",
        "description": "Danh hiệu, hình thức khen thưởng; quy định riêng; nguyên tắc; tham số; quyết định ban hành.",
        "anyOf": [
            _award(overlay=False),
            _award(overlay=True),
            _mapping({"principles": _list({"$ref": "#/$defs/principle"})}, "principles"),
            _mapping({"parameters": _list({"$ref": "#/$defs/parameter"})}, "parameters"),
            _mapping(regulation, "key", "instrument", "from"),
        ],
        "$defs": _definitions(),
    }


def page() -> str:
    """The schema as `rulebook/law/schema.json` holds it."""
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"
