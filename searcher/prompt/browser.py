"""Browsing on the whole screen: what a key does to the views. It knows actions by their names in the table of keys, and
sizes in columns and rows; drawing and keys are others' business."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from searcher.errors import SearcherError
from searcher.i18n import _
from searcher.prompt.desk import Browse
from searcher.prompt.lines import Line
from searcher.prompt.marked import MARKED, SIGNED
from searcher.prompt.screens import draw, list_rows, text_rows
from searcher.prompt.searching import fetch, highlights_of
from searcher.prompt.session import Session
from searcher.prompt.state import had
from searcher.prompt.table import Where
from searcher.prompt.texts import article_text, file_text, keys_text, page_text
from searcher.prompt.views import Kind, ListView, TextView, View, at_hit, jumped, laid_out, scrolled, selected
from searcher.results.model import Hit

MOST = 1000
"""Results that the key for the end goes to at most."""
WHEEL = 3
"""Lines that a turn of the mouse wheel scrolls a text by."""


class Browser:
    """A stack of views, the last one shown. `left` is None while one browses; then what to begin the next line with."""

    def __init__(self, session: Session, browse: Browse, width: int, height: int) -> None:
        self._session = session
        self._style = MARKED if session.settings.env.colors else SIGNED
        self.width, self.height = width, height
        self.message = ""
        self.left: str | None = None
        self.views: tuple[View, ...] = (ListView(browse.number - 1),)
        if browse.opened:
            # q leads back to the prompt, where the number was typed.
            self.views = ()
            self._open(session.state.hits[browse.number - 1])
        else:
            self._select(browse.number - 1)

    @property
    def view(self) -> View:
        """What is shown."""
        return self.views[-1]

    @property
    def where(self) -> Where:
        """Which keys mean something now."""
        return Where.LIST if isinstance(self.view, ListView) else Where.TEXT

    def lines(self) -> list[Line]:
        """The screen."""
        return draw(self.view, self._session.state, self._style, self.width, self.height, self.message)

    def resized(self, width: int, height: int) -> None:
        """The screen has so many columns and rows from now on."""
        if (width, height) == (self.width, self.height):
            return
        self.width, self.height = width, height
        self._put(self.view)

    def do(self, action: str) -> None:
        """What a key of the table does; a failure is a message at the bottom."""
        self.message = ""
        try:
            ACTIONS[action](self)
        except (SearcherError, OSError) as error:
            from searcher.cli.failures import stated
            from searcher.results.render.safe import safe

            self.message = safe(stated(error, self.width)[0].partition("\n")[0])

    def wheel(self, by: int) -> None:
        """The mouse wheel turned down (1) or up (-1)."""
        self.message = ""
        self._move(by if isinstance(self.view, ListView) else WHEEL * by)

    def click(self, row: int) -> None:
        """A click selects a result of the list; on the selected one it opens it."""
        view = self.view
        if not isinstance(view, ListView) or row >= list_rows(self.width, self.height):
            return
        number = view.top + row
        if number == view.selected:
            self.do("open")
        elif number < len(self._session.state.hits):
            self._select(number)

    @property
    def _rows(self) -> int:
        return text_rows(self.height)

    def _put(self, view: View) -> None:
        """Show `view` instead of the last one, laid out for the screen."""
        if isinstance(view, TextView):
            view = at_hit(laid_out(view, self.width), self._rows)
        else:
            count = len(self._session.state.hits)
            view = selected(view, view.selected, count, list_rows(self.width, self.height))
        self.views = (*self.views[:-1], view)

    def _push(self, view: TextView) -> None:
        self.views = (*self.views, view)
        self._put(view)

    def _move(self, by: int) -> None:
        if isinstance(self.view, ListView):
            self._select(self.view.selected + by)
        else:
            self._put_text(scrolled(self.view, by, self._rows))

    def _put_text(self, view: TextView) -> None:
        self.views = (*self.views[:-1], view)

    def _select(self, number: int) -> None:
        view = self.view
        assert isinstance(view, ListView)
        wanted = min(max(number + 1, list_rows(self.width, self.height)), self._session.state.total)
        self._have(wanted)
        self._put(replace(view, selected=max(number, 0)))

    def _have(self, wanted: int) -> None:
        """Get the results up to so many, where they are not had yet."""
        session = self._session
        missing = wanted - len(session.state.hits)
        if missing > 0:
            limit = max(missing, session.desk.options.limit)
            results = fetch(session.desk, session.state, len(session.state.hits), limit)
            session.state = had(session.state, results.hits)

    def _screen(self, by: int) -> None:
        view = self.view
        self._move(by * (list_rows(self.width, self.height) if isinstance(view, ListView) else max(self._rows - 2, 1)))

    def _end(self, last: bool) -> None:
        if isinstance(self.view, ListView):
            total = self._session.state.total
            self._select(min(total, MOST) - 1 if last else 0)
            if last and total > MOST:
                self.message = _("the first {most} results; :export FILE writes all").format(most=f"{MOST:,}")
        else:
            self._move(len(self.view.lines) if last else -len(self.view.lines))

    def _chosen(self, view: ListView) -> Hit:
        return self._session.state.hits[view.selected]

    def _open_chosen(self) -> None:
        if isinstance(self.view, ListView):
            self._open(self._chosen(self.view))

    def _open(self, hit: Hit) -> None:
        index = self._session.library.index()
        article = index.article(hit.id)
        found = highlights_of(index, self._session.state, article)
        view = laid_out(article_text(article, self._style, found, hit.id), self.width)
        # The first hit of the paragraph that was found is what one wants to see.
        first = next((at for at, (line, _p) in enumerate(view.hits) if _marked(view.lines[line])), None)
        self._push(replace(view, hit=first))

    def _beside(self, by: int) -> None:
        view = self.view
        if not isinstance(view, TextView) or view.kind is not Kind.ARTICLE:
            raise SearcherError(_("[ and ] lead from an article to another"))
        index = self._session.library.index()
        ids = index.articles_of_page(view.id)
        at = ids.index(view.id) + by
        if not 0 <= at < len(ids):
            raise SearcherError(
                _("this is the last article of the page") if by > 0 else _("this is the first article of the page")
            )
        article = index.article(ids[at])
        found = highlights_of(index, self._session.state, article)
        self._put(article_text(article, self._style, found, None))
        self.message = _("article {number} of {count} of the page").format(number=at + 1, count=len(ids))

    def _page(self) -> None:
        view = self.view
        id = self._chosen(view).id if isinstance(view, ListView) else view.id
        if isinstance(view, TextView) and view.kind in (Kind.FILE, Kind.KEYS):
            raise SearcherError(_("q leads back"))
        article = self._session.library.index().article(id)
        corpus = self._session.settings.corpus
        if isinstance(view, TextView) and view.kind is Kind.PAGE:
            first = next((part.lines[0] for part in article.paragraphs if part.lines), 1)
            self._push(file_text(article.info, corpus, self._style, first))
        else:
            self._push(page_text(article.info, corpus, self._style))

    def _jump(self, by: int) -> None:
        view = self.view
        if isinstance(view, TextView):
            if not view.hits:
                raise SearcherError(_("no hit stands here"))
            self._put_text(jumped(view, by, self._rows))

    def _keys(self) -> None:
        if not (isinstance(self.view, TextView) and self.view.kind is Kind.KEYS):
            self._push(keys_text(self._style))

    def _quit(self) -> None:
        if len(self.views) > 1:
            self.views = self.views[:-1]
            self._put(self.view)
        else:
            self.left = ""

    def _leave(self, text: str) -> None:
        self.left = text


def _marked(line: Line) -> bool:
    """Whether a line belongs to the paragraph that was asked for, which a sign in its margin says."""
    return bool(line) and line[0][1].strip() in ("▶", "│")


ACTIONS: dict[str, Callable[[Browser], None]] = {
    "down": lambda browser: browser._move(1),
    "up": lambda browser: browser._move(-1),
    "screen_down": lambda browser: browser._screen(1),
    "screen_up": lambda browser: browser._screen(-1),
    "first": lambda browser: browser._end(False),
    "last": lambda browser: browser._end(True),
    "open": Browser._open_chosen,
    "next_hit": lambda browser: browser._jump(1),
    "previous_hit": lambda browser: browser._jump(-1),
    "next_article": lambda browser: browser._beside(1),
    "previous_article": lambda browser: browser._beside(-1),
    "page": Browser._page,
    "keys": Browser._keys,
    "narrow": lambda browser: browser._leave("/"),
    "command": lambda browser: browser._leave(":"),
    "quit": Browser._quit,
}
"""What each action of the table of keys does."""
