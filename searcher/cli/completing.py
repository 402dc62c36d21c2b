"""What the word at the cursor may become: commands, options, their values, field names and values of the index.

`searcher _complete` is what the shells ask at each press of Tab. It goes round Typer's parsing, opens the index only
where a value of it is wanted, and keeps these values, so that the next question costs no more than starting Python.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from searcher.cli.environment import Environment
from searcher.i18n import _

FILES = "FILES"
"""Asks the shell to complete names of files itself."""
_FIELDS = ("section", "newspaper", "author", "page", "source")
"""Fields whose values are completed."""
_MOST = 500
_INDEXES = 8
_CHOICES = re.compile(r"[a-z0-9-]+(\|[a-z0-9-]+)+")
_FIELD = re.compile(r"(?P<before>[-(!]*)(?P<name>[^\W\d_]+)(?P<colon>[:：])(?P<quote>[\"“]?)(?P<value>.*)", re.DOTALL)
_OPEN_QUOTE = re.compile(r"""[^"“”]*(["“][^"“”]*["”][^"“”]*)*["“][^"”]*""")


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a word may become, with a line of help. `partial`: more is to be typed, no blank goes after it."""

    value: str
    help: str = ""
    partial: bool = False


def complete(args: Sequence[str], env: Environment) -> Iterator[str]:
    """The lines for a shell: `value TAB help`, in bash only what replaces the part that it takes for a word.

    `args` are the shell's name and then, for bash, the line up to the cursor and what bash takes for the word there;
    for others the words up to the cursor, that of the program left out, the last one incomplete.
    """
    shell, *rest = args or ["bash", "", ""]
    if shell == "bash":
        line, current = (*rest, "", "")[:2]
        words, raw, quote = split_line(line)
        cut = len(raw) - len(current) if raw.endswith(current) and current not in (":", "=") else len(raw)
        program = next((i for i, word in enumerate(words[:-1]) if Path(word).name == "searcher"), 0)
        for candidate in candidates(words[program + 1 :] or [""], env):
            value = candidate.value if candidate.value == FILES else quoted(candidate.value, quote)[cut:]
            # Within quotes bash closes them itself, and a blank would stand in them.
            yield value if candidate.partial or quote or candidate.value == FILES else f"{value} "
        return
    if shell == "fish" and rest:  # It gives the last word as typed.
        rest[-1] = split_line(rest[-1])[0][-1]
    for candidate in candidates(rest or [""], env):
        partial = "\t-" if candidate.partial else ""
        yield f"{candidate.value}\t{candidate.help}{partial}"


def candidates(words: Sequence[str], env: Environment) -> list[Candidate]:
    """What the last of `words` may become, which follow the program's name; FILES alone stands for names of files."""
    from searcher.cli.app import command_line

    *before, word = words
    group = command_line()
    command: Any = group
    waiting: Any = None
    given = 0
    ended = False
    for one in before:
        if waiting is not None:
            waiting = None
        elif one == "--" and not ended:
            ended = True
        elif one.startswith("-") and len(one) > 1 and not ended:
            param = _option(command, one.partition("=")[0])
            waiting = param if param is not None and "=" not in one and not param.is_flag else None
        elif command is group:
            known = group.commands.get(one)
            if known is None:
                return []
            command = known
        else:
            given += 1
    if waiting is not None:
        return _values(waiting, word, before, env)
    if word.startswith("-") and not ended:
        name, equals, value = word.partition("=")
        if equals:
            param = _option(command, name)
            found = [] if param is None else _values(param, value, before, env)
            return [Candidate(f"{name}={one.value}", one.help) for one in found if one.value != FILES]
        return [Candidate(*option) for option in _options(command) if option[0].startswith(word)]
    if command is group:
        return _commands(group, word)
    arguments = [param for param in command.params if param.param_type_name == "argument"]
    if not arguments or (given >= len(arguments) and arguments[-1].nargs == 1):
        return []
    return _values(arguments[min(given, len(arguments) - 1)], word, before, env)


def _commands(group: Any, word: str) -> list[Candidate]:
    from searcher.cli.help import short_help

    return [
        Candidate(name, short_help(command))
        for name, command in group.commands.items()
        if not command.hidden and name.startswith(word)
    ]


def _option(command: Any, name: str) -> Any:
    return next((param for param in command.params if name in (*param.opts, *param.secondary_opts)), None)


def _options(command: Any) -> Iterator[tuple[str, str]]:
    from searcher.cli.help import param_help

    for param in command.params:
        if param.param_type_name == "option" and not param.hidden:
            for name in (*param.opts, *param.secondary_opts):
                if name.startswith("--"):
                    yield name, param_help(param)
    yield "--help", ""


def _values(param: Any, word: str, before: Sequence[str], env: Environment) -> list[Candidate]:
    """What a value of an option, or an argument, may become; told by its name and by how help shows what it takes."""
    takes = str(param.metavar or "").removesuffix("...")
    if _CHOICES.fullmatch(takes):
        return [Candidate(choice) for choice in takes.split("|") if choice.startswith(word)]
    if "FILE" in takes or "DIR" in takes:
        return [Candidate(FILES)]
    if takes == "QUERY":
        return _query(word, before, env)
    if takes == "COMMAND":
        from searcher.cli.app import command_line

        return _commands(command_line(), word)
    if param.name in _FIELDS:
        return [Candidate(value, help) for value, help in _held(param.name, before, env) if value.startswith(word)]
    return []


def _query(word: str, before: Sequence[str], env: Environment) -> list[Candidate]:
    """Field names and values in a query, whose last part alone is completed: `煤 section:要` ends in `section:要`."""
    from searcher.query.fields import NAMES

    start = 0 if _OPEN_QUOTE.fullmatch(word) else max(word.rfind(" "), word.rfind("　")) + 1
    rest, part = word[:start], word[start:]
    if found := _FIELD.fullmatch(part):
        field = {"byline": "author"}.get(name := NAMES.get(found["name"].casefold(), ""), name)
        written = rest + found["before"] + found["name"] + found["colon"]
        typed = found["value"]
        return [
            Candidate(f'{written}"{value}"' if found["quote"] or _needs_quotes(value) else written + value, help)
            for value, help in (_held(field, before, env) if field in _FIELDS else ())
            if value.startswith(typed)
        ]
    signs = part[: len(part) - len(part.lstrip("-(!"))]
    typed = part[len(signs) :].casefold()
    canonical = dict.fromkeys(NAMES.values())
    names = canonical if not typed or typed.isascii() else NAMES
    return [Candidate(f"{rest}{signs}{name}:", partial=True) for name in names if name.startswith(typed)]


def _needs_quotes(value: str) -> bool:
    return re.search(r"[^\w·—-]", value) is not None


def _held(field: str, before: Sequence[str], env: Environment) -> Iterator[tuple[str, str]]:
    """The values of a field in the index with how many paragraphs have it; nothing where there is no index."""
    folder = _index(before, env)
    for value, count in _values_of(folder, env).get(field, ()):
        yield value, _("{count} paragraphs").format(count=f"{count:,}")


def _index(before: Sequence[str], env: Environment) -> Path:
    """The folder of the index that the command would use."""
    from searcher.cli.configuration import read_configuration
    from searcher.cli.settings import Shared, settle

    given: Path | None = None
    for i, word in enumerate(before):
        if word == "--index" and i + 1 < len(before):
            given = Path(before[i + 1]).expanduser()
        elif word.startswith("--index="):
            given = Path(word.removeprefix("--index=")).expanduser()
    return settle(Shared(index=given), env, read_configuration(env)).index


def _values_of(folder: Path, env: Environment) -> dict[str, list[tuple[str, int]]]:
    """The values of every field, from what was kept for this generation or else from the index itself."""
    kept = env.state_dir / "completion.json"
    place = str(folder.absolute())
    with suppress(OSError):
        newest = max((file for file in folder.glob("generation-*.json")), key=lambda file: file.name, default=None)
        if newest is None:
            return {}
        status = newest.stat()
        state = [newest.name, status.st_size, status.st_mtime_ns]
        known = _kept(kept)
        if known.get(place, {}).get("state") == state:
            values: dict[str, list[tuple[str, int]]] = known[place]["values"]
            return values
        found = _read_values(folder)
        others = {name: entry for name, entry in known.items() if name != place}
        _keep(kept, dict([*others.items()][1 - _INDEXES :]) | {place: {"state": state, "values": found}})
        return found
    return {}


def _kept(file: Path) -> dict[str, Any]:
    try:
        known = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def _keep(file: Path, known: dict[str, Any]) -> None:
    """Write what is known, whole; where that cannot be, the next question costs as much again."""
    import os

    temporary = file.with_name(f"{file.name}.{os.getpid()}")
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_text(json.dumps(known, ensure_ascii=False), encoding="utf-8")
        temporary.replace(file)


def _read_values(folder: Path) -> dict[str, list[tuple[str, int]]]:
    from searcher import open_index

    with open_index(folder) as index:
        return {
            field: [
                (facet.value, facet.count)
                for facet in index.values(field)[:_MOST]
                if facet.value is not None and facet.value.isprintable()
            ]
            for field in _FIELDS
        }


_SPECIAL = re.compile(r"""([\s"'\\$`!&|;<>(){}\[\]*?~#])""")


def quoted(value: str, quote: str) -> str:
    """A value as bash reads it: within the quote that was begun, or with a backslash before what is special."""
    if quote == "'":
        return "'" + value.replace("'", "'\\''")
    if quote == '"':
        return '"' + re.sub(r'([\\"$`])', r"\\\1", value)
    return _SPECIAL.sub(r"\\\1", value)


def split_line(line: str) -> tuple[list[str], str, str]:
    """The words of the last command of a bash line as bash would read them, the last one as typed, and the quote that
    is open at the end (' or " or none)."""
    words: list[str] = []
    word, raw, quote = "", "", ""
    chars = iter(line)
    for char in chars:
        if quote == "'":
            raw += char
            quote, word = ("", word) if char == "'" else (quote, word + char)
        elif char == "\\":
            after = next(chars, "")
            raw += char + after
            word += after if not quote or after in '\\"$`' else char + after
        elif quote:
            raw += char
            quote, word = ("", word) if char == '"' else (quote, word + char)
        elif char in "'\"":
            quote = char
            raw += char
        elif char.isspace() and char.isascii():
            if raw:
                words.append(word)
            word = raw = ""
        elif char in "|&;(":
            words, word, raw = [], "", ""
        else:
            word += char
            raw += char
    return [*words, word], raw, quote


def shown(lines: Iterable[str], env: Environment) -> None:
    """Print what a shell asked for; nothing from a corpus may steer it, and no failure may disturb typing."""
    from searcher.results.render.safe import safe

    env.use_utf8()
    for line in lines:
        value, tab, help = line.partition("\t")
        if value == safe(value):
            env.write(f"{value}{tab}{help}")
