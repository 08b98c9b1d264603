"""Where the program begins: `watcher`, or `python -m watcher`."""

from __future__ import annotations

import gc
import sys

_STOPPED, _USAGE = 130, 2
# Child processes that read what strangers wrote have limits that Windows does not know.
_NO_WINDOWS = "watcher: watcher runs on Linux and macOS. On Windows, install it in WSL (run `wsl --install` first)."


def main() -> None:
    """The program. Loading it takes a second or two, and somebody may stop it in the midst of that."""
    if sys.platform == "win32":
        print(_NO_WINDOWS, file=sys.stderr)  # noqa: T201 - nothing else is loaded yet
        sys.exit(_USAGE)
    # loading makes 130,000 objects, hardly any of them garbage; `commands.start` ends this when a store is opened
    gc.disable()
    try:
        from watcher.cli.main import main as program

        program()
    except KeyboardInterrupt:
        sys.exit(_STOPPED)


if __name__ == "__main__":
    main()
