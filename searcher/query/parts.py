"""The parts of a query tree that an answer asks for: its plain groups, its texts, and how else it may be read."""

from __future__ import annotations

from searcher.query.nodes import All, And, Exact, InField, Near, Node, Or, Wildcard, Words


def plain_groups(node: Node) -> list[Words]:
    """The plain groups of a query that may be relaxed: the query itself, or parts of a juxtaposition."""
    return [part for part in parts_of(node) if isinstance(part, Words)]


def parts_of(node: Node) -> list[Node]:
    """The parts of a juxtaposition, also of those in parentheses within it; any other node itself."""
    return [part for inner in node.parts for part in parts_of(inner)] if isinstance(node, All) else [node]


def asking(node: Node) -> tuple[Node, list[Wildcard]]:
    """A query without the wildcards that may be a question's mark, and the patterns that had one; what is excluded
    stays as it is."""
    match node:
        case Wildcard(pattern, span, True):
            rest = pattern.rstrip("?")
            return (Wildcard(rest, span) if "*" in rest or "?" in rest else Words(pattern, span)), [node]
        case InField(name, inner, span):
            asked, patterns = asking(inner)
            return InField(name, asked, span), patterns
        case All(parts, span) | And(parts, span) | Or(parts, span):
            read = [asking(part) for part in parts]
            asked = type(node)(tuple(part for part, _ in read), span)
            return asked, [pattern for _, of_part in read for pattern in of_part]
        case _:
            return node, []


def unquoted(node: Node) -> Node | None:
    """A query with its phrases in typographic quotes beside plain groups as plain groups themselves, as in a pasted
    headline; None where it has none."""
    parts = parts_of(node)
    if not any(isinstance(part, Exact) and part.typographic for part in parts) or not plain_groups(node):
        return None
    read = (Words(p.text, p.span) if isinstance(p, Exact) and p.typographic else p for p in parts)
    return All(tuple(read), node.span)


def of_text_alone(node: Node) -> bool:
    """Whether a query is nothing but plain groups and exact strings."""
    return all(isinstance(part, Words | Exact) for part in parts_of(node))


def scored_texts(node: Node) -> list[str]:
    """The texts of a query that its paragraphs are scored by: all that is asked of the text, not what is excluded."""
    match node:
        case Words(text) | Exact(text):
            return [text]
        case Wildcard(pattern):
            return [piece for piece in pattern.replace("?", "*").split("*") if piece]
        case Near(parts):
            return [part.text for part in parts]
        case All(parts) | And(parts) | Or(parts):
            return [text for part in parts for text in scored_texts(part)]
        case _:
            return []
