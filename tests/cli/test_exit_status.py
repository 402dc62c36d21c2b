"""One place turns failures into a line and a status."""

from __future__ import annotations

from pathlib import Path

import pytest
from program import searcher

from searcher import errors
from searcher.cli.failures import stated

CLASSES = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.SearcherError)]


def made(kind: type[errors.SearcherError]) -> errors.SearcherError:
    if kind in (errors.DamagedIndexError, errors.UnreadableFileError):
        return kind("segment-1.post", "checksum differs")  # type: ignore[call-arg]
    return kind("煤: what is wrong")


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> object:
    """Makes `searcher info` fail with what it is called with."""

    def fail_with(error: BaseException) -> None:
        def fail(*_: object, **__: object) -> None:
            raise error

        monkeypatch.setattr("searcher.open_index", fail, raising=False)

    return fail_with


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_every_failure_ends_in_its_status_with_one_line(kind: type[errors.SearcherError], failing) -> None:  # type: ignore[no-untyped-def]
    failing(made(kind))
    run = searcher("info")
    assert run.status == kind.status
    assert run.stdout == ""
    assert run.stderr == f"searcher: {made(kind)}\n"


def test_the_statuses_are_those_of_the_contract() -> None:
    assert {status.name: int(status) for status in errors.ExitStatus} == {
        "OK": 0, "NOTHING_FOUND": 1, "USAGE": 2, "NO_INDEX": 3, "DAMAGED": 4, "LOCKED": 5, "UNREADABLE_FILES": 6,
        "FAILED": 70, "INTERRUPTED": 130,
    }  # fmt: skip


def test_ctrl_c_is_130(failing) -> None:  # type: ignore[no-untyped-def]
    failing(KeyboardInterrupt())
    run = searcher("info")
    assert (run.status, run.stderr) == (130, "searcher: interrupted\n")


def test_a_closed_pipe_is_no_error(failing) -> None:  # type: ignore[no-untyped-def]
    failing(BrokenPipeError(32, "Broken pipe"))
    run = searcher("info")
    assert (run.status, run.stderr) == (0, "")


def test_a_failure_of_the_system_names_the_file(failing) -> None:  # type: ignore[no-untyped-def]
    failing(PermissionError(13, "Permission denied", "index/manifest"))
    run = searcher("info")
    assert (run.status, run.stderr) == (70, "searcher: index/manifest: Permission denied\n")


def test_a_fault_is_a_line_and_with_debug_a_traceback(failing) -> None:  # type: ignore[no-untyped-def]
    failing(ZeroDivisionError("division by zero"))
    run = searcher("info")
    assert run.status == 70
    assert run.stderr.count("\n") == 1
    assert "ZeroDivisionError" in run.stderr
    for args in (["--debug", "info"], ["info", "--debug"]):
        with pytest.raises(ZeroDivisionError):
            searcher(*args)


def test_debug_after_the_options_is_a_word_of_the_query(workplace: Path) -> None:
    run = searcher("--index", "index", "search", "--", "--debug", '"')
    assert run.status == 2


def test_a_query_error_shows_the_query_with_a_caret() -> None:
    message, status = stated(errors.QueryError("the quote is not closed", '煤 "焦油', 2), 80)
    assert status == 2
    assert message.splitlines() == ["the quote is not closed", '煤 "焦油', "   ^"]
