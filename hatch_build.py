"""Prepares what comes with the program when a wheel is built, so that it starts at once where it is installed."""

import sys
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Preparing(BuildHookInterface):  # type: ignore[type-arg]
    """Runs what ``bot index`` without a path runs, and puts the result into the wheel."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write ``bot/built`` and name it as a part of the wheel."""
        if self.target_name == "wheel":
            sys.path.insert(0, self.root)
            from bot.indexing import prepare_program

            prepare_program()
            build_data["artifacts"].append("bot/built/**")
