"""The one table of what can be pressed; key bindings, `:help` and docs/prompt.md come from it."""

from __future__ import annotations

from searcher.i18n import N_
from searcher.prompt.table import Key, Where

_LINE, _LIST, _TEXT = (Where.LINE,), (Where.LIST,), (Where.TEXT,)
_SCREEN = (Where.LIST, Where.TEXT)

KEYS = (
    Key("Tab, ↑ ↓", N_("choose what completes the word"), _LINE),
    Key(N_("→ or End"), N_("take the suggestion in grey"), _LINE),
    Key("↑ ↓", N_("earlier lines, kept between runs"), _LINE),
    Key("↓", N_("on an empty line: browse the results"), _LINE, "browse", ("down",)),
    Key("Ctrl-R", N_("search earlier lines"), _LINE),
    Key("Ctrl-C", N_("clear the line; stop what takes long"), _LINE, "clear", ("c-c",)),
    Key("Ctrl-D", N_("leave"), _LINE),
    Key(N_("↓ or j"), N_("the next result"), _LIST, "down", ("down", "j", "c-n")),
    Key(N_("↑ or k"), N_("the result before"), _LIST, "up", ("up", "k", "c-p")),
    Key("Enter", N_("open the article"), _LIST, "open", ("enter", "right", "l")),
    Key(N_("↓ or j"), N_("a line down"), _TEXT, "down", ("down", "j", "enter", "c-n")),
    Key(N_("↑ or k"), N_("a line up"), _TEXT, "up", ("up", "k", "c-p")),
    Key("n", N_("the next hit"), _TEXT, "next_hit", ("n",)),
    Key("N", N_("the hit before"), _TEXT, "previous_hit", ("N",)),
    Key("[", N_("the previous article of the page"), _TEXT, "previous_article", ("[",)),
    Key("]", N_("the next article of the page"), _TEXT, "next_article", ("]",)),
    Key("p", N_("the page as it was read; again: the lines of its file"), _SCREEN, "page", ("p",)),
    Key(N_("Space or PgDn"), N_("a screen down"), _SCREEN, "screen_down", (" ", "pagedown", "c-f")),
    Key(N_("b or PgUp"), N_("a screen up"), _SCREEN, "screen_up", ("b", "pageup", "c-b")),
    Key(N_("g or Home"), N_("the beginning"), _SCREEN, "first", ("g", "home")),
    Key(N_("G or End"), N_("the end"), _SCREEN, "last", ("G", "end")),
    Key(N_("wheel"), N_("scroll"), _SCREEN),
    Key("/", N_("search within the results"), _SCREEN, "narrow", ("/",)),
    Key(":", N_("type a command"), _SCREEN, "command", (":", "：")),
    Key("?", N_("these keys"), _SCREEN, "keys", ("?", "f1")),
    Key(N_("q or Esc"), N_("back to where one was"), _SCREEN, "quit", ("q", "escape", "left", "h", "c-c")),
)
