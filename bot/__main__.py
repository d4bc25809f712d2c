"""The command ``bot``, and ``python -m bot``."""

import os
import sys

from bot.interrupts import end_at_once

for library in ("OPENBLAS", "OMP", "MKL"):  # threads cost more than they bring on arrays as small as a message needs
    os.environ.setdefault(f"{library}_NUM_THREADS", "1")


def main() -> int:
    """Run the command line; returns the exit status."""
    end_at_once()
    from bot.cli.command_line import main as run

    return run()


if __name__ == "__main__":
    sys.exit(main())
