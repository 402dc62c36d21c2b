"""Whoosh over the program's own index: Whoosh's queries, searcher and results, on the files as they are.

    with searcher.open_index("index") as index, index.whoosh().searcher() as searching:
        searching.search(Term("text", "经济"))

- `schema`: the fields, and the analyzer that gives the index's own terms
- `terms`: the terms of a folded text, and where they stand
- `fields`: the terms of the searchable texts
- `values`: the terms and columns of dates, names, ids and kinds
- `reading`: Whoosh's index and segment readers over these
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from searcher.store.opening import Generation
    from searcher.store.whoosh_index.reading import WhooshIndex


def open_whoosh(generation: Generation) -> WhooshIndex:
    """A read-only Whoosh index over an open generation, for as long as that one is open."""
    from searcher.store.whoosh_index.reading import WhooshIndex

    return WhooshIndex(generation)
