"""Where the program begins: `watcher`, or `python -m watcher`."""

from __future__ import annotations

import sys

_STOPPED = 130


def main() -> None:
    """The program. Loading it takes a second or two, and somebody may stop it in the midst of that."""
    try:
        from watcher.cli.main import main as program

        program()
    except KeyboardInterrupt:
        sys.exit(_STOPPED)


if __name__ == "__main__":
    main()
