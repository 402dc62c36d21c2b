"""The `searcher` command; also `python -m searcher`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and leave with its status."""
    try:
        from searcher.cli.environment import Environment, arguments
        from searcher.cli.main import raw_main

        status = raw_main(arguments(sys.argv[1:]), Environment.of_process())
    except KeyboardInterrupt:  # While modules were still being imported.
        status = 130
    sys.exit(status)


if __name__ == "__main__":
    main()
