"""How the prompt behaves; unlike a state, going back does not touch this."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """`limit` results at a time are fetched; of these as many are shown as the screen has room for, where `fit`.

    `live`: count and headlines while one types. `vi`: the keys of vi edit the line, else those of emacs.
    """

    limit: int = 10
    fit: bool = True
    live: bool = True
    vi: bool = False
