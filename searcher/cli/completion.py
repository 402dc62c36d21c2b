"""`searcher completion`: the script that makes a shell complete commands, options, field names and values."""

from __future__ import annotations

from enum import StrEnum
from pathlib import PurePath
from typing import Annotated

import typer

from searcher.cli.app import command
from searcher.cli.completing import FILES
from searcher.cli.main import COMPLETION_ENTRY
from searcher.cli.settings import Settings
from searcher.errors import ExitStatus, UsageError
from searcher.i18n import _


class Shell(StrEnum):
    """Shells that there is a script for."""

    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"
    POWERSHELL = "powershell"


INSTALL = {
    Shell.BASH: "echo 'eval \"$(searcher completion bash)\"' >> ~/.bashrc",
    Shell.ZSH: "echo 'eval \"$(searcher completion zsh)\"' >> ~/.zshrc",
    Shell.FISH: "searcher completion fish > ~/.config/fish/completions/searcher.fish",
    Shell.POWERSHELL: "searcher completion powershell | Out-String | Invoke-Expression  (in $PROFILE)",
}
"""What makes each shell complete from its next start on."""

_BASH = """\
_searcher() {
    local line
    COMPREPLY=()
    while IFS= read -r line; do
        case $line in
            FILES)
                compopt -o filenames 2>/dev/null
                while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$2") ;;
            *) COMPREPLY+=("$line") ;;
        esac
    done < <(command "$1" ENTRY bash "${COMP_LINE:0:COMP_POINT}" "$2" 2>/dev/null)
}
complete -o nospace -F _searcher searcher
"""

_ZSH = """\
#compdef searcher
_searcher() {
    local line value rest
    local -a values shown
    while IFS= read -r line; do
        value=${line%%$'\\t'*}
        rest=${line#*$'\\t'}
        if [[ $value == FILES ]]; then
            _files
        elif [[ $rest == *$'\\t'- ]]; then
            compadd -S '' -- "$value"
        else
            values+=("$value")
            shown+=("$value${rest:+  -- $rest}")
        fi
    done < <(command "${(Q)words[1]}" ENTRY zsh "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)
    (( $#values )) && compadd -l -d shown -a values
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _searcher "$@"
else
    (( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
    compdef _searcher searcher
fi
"""

_FISH = """\
function __searcher_complete
    set -l words (commandline -opc)
    for line in (command $words[1] ENTRY fish $words[2..] (commandline -ct) 2>/dev/null)
        if string match -q "FILES*" -- $line
            __fish_complete_path (commandline -ct | string unescape)
        else
            string replace -r '\\t-$' '' -- $line
        end
    end
end
complete -c searcher -f -a '(__searcher_complete)'
"""

_POWERSHELL = """\
Register-ArgumentCompleter -Native -CommandName searcher -ScriptBlock {
    param($word, $ast, $cursor)
    $before = $ast.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursor }
    $words = @($before | ForEach-Object { "$_".Trim("'", '"') })
    $rest = @($words | Select-Object -Skip 1)
    & $words[0] ENTRY powershell @rest "$word" 2>$null | ForEach-Object {
        $value, $help, $null = $_ -split "`t"
        if ($value -eq 'FILES') { return }
        $text = if ($value -match '[\\s;&|<>(){}$"'']') { "'" + $value.Replace("'", "''") + "'" } else { $value }
        $tip = if ($help) { $help } else { $value }
        [System.Management.Automation.CompletionResult]::new($text, $value, 'ParameterValue', $tip)
    }
}
"""

_SCRIPTS = {Shell.BASH: _BASH, Shell.ZSH: _ZSH, Shell.FISH: _FISH, Shell.POWERSHELL: _POWERSHELL}


@command("completion")
def completion(
    settings: Settings,
    shell: Annotated[
        Shell | None, typer.Argument(metavar="bash|zsh|fish|powershell", help="The shell (else that of $SHELL).")
    ] = None,
) -> ExitStatus:
    """Print a script that makes the shell complete commands, options, field names and values of the index.

    Where the output is a terminal, how to install it is said beside it.
    """
    env = settings.env
    if shell is None:
        name = PurePath(env.environ.get("SHELL") or "").name
        if name not in list(Shell):
            raise UsageError(_("which shell is not known: name one of {shells}").format(shells=", ".join(Shell)))
        shell = Shell(name)
    env.write(script(shell).rstrip("\n"))
    if env.stdout_isatty:
        env.say(_("to install it: {command}").format(command=INSTALL[shell]))
    return ExitStatus.OK


def script(shell: Shell) -> str:
    """The script for a shell, with how to install it as its first line."""
    start, rest = "", _SCRIPTS[shell].replace("ENTRY", COMPLETION_ENTRY).replace("FILES", FILES)
    if rest.startswith("#compdef"):
        start, _newline, rest = rest.partition("\n")
        start += "\n"
    return f"{start}# {INSTALL[shell]}\n{rest}"
