"""What the parts of a reading of a page cost, in nats: negative logarithms of rough probabilities."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Costs:
    """What the parts of a reading cost, in nats."""

    stop: float = 4.0
    """A line is the last of its paragraph (1.8), and ends anywhere in its column (2.6, its width's logarithm)."""
    same_column: float = 0.1
    new_column: float = 3.9
    any_column: float = 2.6
    """A new article's column: any of about ten."""
    headless: float = 6.0
    bodiless: float = 6.5
    article: float = 2.8
    signed_goes_on: float = 8.0
    next_line: float = 0.6
    """A headline block has another line."""
    broken: float = 2.0
    """A line of a headline or a small heading ends inside a word."""
    next_head: float = 2.8
    """After a headline that stands after its body, one that stands before its own follows."""
    bare: float = 0.5
    """A body without source or dateline follows another body directly."""
    heading: float = 2.7
    heading_more: float = -1.2
    """By how much likelier a small heading is where the article has others, …"""
    heading_alone: float = 0.4
    """… and unlikelier where it has none."""
    heading_again: float = 1.5
    heading_first: float = 1.5
    """A body starts with a small heading."""
    heading_topic: float = 5.0
    """Weight of that difference where a small heading stands after its words, as headlines of some pages do."""
    photo: float = 2.5
    """A caption is the whole text of the headline before it."""
    after_end: float = 3.0
    """By how much likelier a caption is after an article's end."""
    like_text: float = 3.0
    """A caption of several lines starts as a paragraph in the column of the text before it would."""
    lone_credit: float = 4.0
    """A caption is nothing but a credit: it rather belongs to the text before it."""
    narrow_caption: float = 3.0
    """A caption of several lines is as narrow as a column of text."""
    one_line: float = 2.0
    """By how much likelier a caption of one sentence ends with its first line, whose width is its own."""
    caption_again: float = 4.5
    """Another caption, of one line, follows a caption."""
    names_line: float = 2.0
    """A line of nothing but names is a by-line after the text."""
    alone: float = -0.5
    """An article's first paragraph has one line."""
    after_caption: float = 1.0
    """By how much likelier an article is over after its caption."""
    heading_after_caption: float = 1.0
    open: float = 4.0
    """A headline or a small heading ends though a quotation or a bracket is open that the next line closes."""
    piece_byline: float = 0.5
    two_manners: float = 2.5
    """A by-line stands below a headline though the page signs articles at their ends."""
    topic: float = 10.0
    """Weight of the difference in shared words between a headline and the text before and after it."""
