"""Small words for reading WordprocessingML, transitional or strict: elements are known by their local names."""

from collections.abc import Iterator

from paperwork.sources.package import Element


def local(element: Element) -> str:
    """The name without its namespace; empty for comments and instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: Element, name: str) -> Iterator[Element]:
    return (one for one in element if local(one) == name)


def child(element: Element | None, name: str) -> Element | None:
    return None if element is None else next(children(element, name), None)


def attribute(element: Element | None, name: str) -> str | None:
    """An attribute by its local name."""
    if element is None:
        return None
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), None)


def child_value(element: Element | None, name: str) -> str | None:
    """The `val` of a child: how Word writes most properties."""
    return attribute(child(element, name), "val")


def number(text: str | None, otherwise: int) -> int:
    try:
        return int(text) if text is not None else otherwise
    except ValueError:
        return otherwise


def is_on(element: Element | None) -> bool:
    """A switch: present and not set to off."""
    return element is not None and (attribute(element, "val") or "true").lower() not in {
        "0",
        "false",
        "off",
        "none",
    }
