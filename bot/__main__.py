"""The command ``bot``, and ``python -m bot``."""

import sys

from bot.interrupts import end_at_once


def main() -> int:
    """Run the command line; returns the exit status."""
    end_at_once()
    from bot.cli.command_line import main as run

    return run()


if __name__ == "__main__":
    sys.exit(main())
