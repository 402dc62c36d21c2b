"""What a line is in a reading of a page, and the states in which a reading may be after it."""

from __future__ import annotations

from enum import IntEnum


class Role(IntEnum):
    """What a line begins in a reading; all other lines go on with what the line before began."""

    PARAGRAPH = 1
    """First line of a paragraph of the article at hand."""
    OPENING = 2
    """First line of the first paragraph of an article that has no headline before it."""
    LEAD = 3
    """First line of the first paragraph after a headline."""
    HEADING = 4
    """A small heading, or another line of the body that stands for itself."""
    HEADLINE = 5
    """First line of a headline block that stands before its body: a new article."""
    TRAILING = 6
    """First line of a headline block that stands after its body."""
    CAPTION = 7
    PHOTO = 8
    """First line of a caption that is the whole text of the headline before it."""
    BYLINE = 9
    """A line that holds nothing but a by-line."""


# States after a line. In a paragraph, its end not reached:
IN0, IN1 = 0, 1
# At the end of a paragraph of an article without (0) or with (1) a headline before its body:
END0, END1 = 2, 3
# The same, and a signature or the like says that the article is over:
OVER0, OVER1 = 4, 5
# After a small heading:
SUB0, SUB1 = 6, 7
START = 8
DONE = 9
"""After a photo story."""
PHOTO = 10
"""Inside the caption of a photo story."""
WRAP0, WRAP1 = 12, 13
"""Inside a small heading that fills its first line."""
HEAD = 16
"""HEAD + n: after n lines of a headline block before its body; n is SIGNED after a by-line, CLOSED after a caption."""
TAIL = 32
"""TAIL + n: after n lines of a headline block after its body; n is CLOSED after a caption."""
CAPTION = 64
"""CAPTION + state: inside a caption; `state` comes back when it ends."""

MAX_HEAD = 6
SIGNED = MAX_HEAD + 1
CLOSED = MAX_HEAD + 2

Event = tuple["Event | None", int, int]
"""What led to a state: the event before, the line, and the role that it took; `MORE` leaves no event."""
HEADINGS_BACK = 16
"""Paragraphs before a line among which a small heading is looked for."""
# Members of an enumeration are slow to look up.
_BEGINNINGS = frozenset(map(int, (Role.HEADLINE, Role.TRAILING, Role.OPENING, Role.LEAD)))
_HEADING = int(Role.HEADING)


def has_headings(event: Event | None) -> bool:
    """Whether the article at hand had a small heading among its last paragraphs."""
    for _ in range(HEADINGS_BACK):
        if event is None:
            return False
        event, _line, role = event
        if role == _HEADING:
            return True
        if role in _BEGINNINGS:
            return False
    return False


State = tuple[float, int, Event | None]
"""Cost, key and last event of a reading up to a line; a key is column of a caption << 16 | column of the body << 8 |
one of the states above."""
Beam = list[State]
"""The readings up to a line that are worth following, the cheapest first."""
