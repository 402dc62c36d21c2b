"""The parts of the Whoosh codec: see `searcher.store.codec`, which puts them together.

- `storage`: array files inside a Whoosh storage
- `values`: stored values as JSON, and back
- `payloads`: what a posting says beside its document: frequencies, positions, characters, boosts
- `lexicon`: sorted terms behind Whoosh's terms reader and cursor
- `matcher`: a Whoosh matcher over arrays
- `columns`: Whoosh's columns in an array file, none of them pickled
- `documents`: what a segment keeps of each document
- `terms`: the inverted index of a segment
"""
