"""The `searcher` command; also `python -m searcher`."""

from __future__ import annotations

import _thread
import gc
import os
import signal
import sys

_INTERRUPTED = 130


def _lost(unraisable: sys.UnraisableHookArgs) -> None:
    """Ctrl-C within a callback that Python itself calls (of a weak reference, say, while it imports) would be printed
    and forgotten. It is sent anew, by a thread: sent from here, it would be lost here."""
    if unraisable.exc_type is not KeyboardInterrupt:
        sys.__unraisablehook__(unraisable)
    elif not sys.is_finalizing():
        _thread.start_new_thread(_interrupt, ())


def _interrupt() -> None:
    if os.name == "posix":
        os.kill(os.getpid(), signal.SIGINT)  # Which also ends a wait in the system.
    else:
        _thread.interrupt_main()


def main() -> None:
    """Run the command line and leave with its status."""
    try:
        status = _run()
    except KeyboardInterrupt:  # While modules were still being imported.
        status = _INTERRUPTED
    if status == _INTERRUPTED:
        # Ctrl-C within code that is made of text (a dataclass, while modules are imported) lets Python end itself by
        # the signal, whatever became of it since; making code of text anew lets it forget.
        exec("")
    # All goes with the process: Python would first look through it for cycles, several times, which takes 40 ms.
    gc.freeze()
    sys.exit(status)


def _run() -> int:
    if os.name == "posix" and sys.getfilesystemencoding() == "ascii" and os.environ.get("PYTHONUTF8") != "1":
        # Python was told to keep to ASCII, in which the name of no Chinese file can be given to the system.
        os.environ["PYTHONUTF8"] = "1"
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])
    # What a command makes stays for as long as it runs: to look through it again and again finds nothing to free.
    # A search makes some 50,000 objects, and one look through them takes longer than most searches.
    gc.set_threshold(100_000)
    # numpy would else start a thread a core for linear algebra, of which there is none here: 20 ms.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    sys.unraisablehook = _lost
    from searcher.cli.environment import Environment, arguments
    from searcher.cli.main import raw_main

    return raw_main(arguments(sys.argv[1:]), Environment.of_process())


if __name__ == "__main__":
    main()
