"""``python -m bot`` is the same as ``bot``."""

import sys

from bot.cli.command_line import main

sys.exit(main())
