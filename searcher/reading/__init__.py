"""Reading: the bytes of a corpus file become pages, articles and paragraphs."""

from searcher.reading.decode import decode
from searcher.reading.jumps import join_continued
from searcher.reading.model import Article, Page, Paragraph, Repair, SetAside
from searcher.reading.pages import SUFFIXES, read_page, read_pages

__all__ = [
    "SUFFIXES",
    "Article",
    "Page",
    "Paragraph",
    "Repair",
    "SetAside",
    "decode",
    "join_continued",
    "read_page",
    "read_pages",
]
