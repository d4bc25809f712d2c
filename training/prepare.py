"""Write what is costly to compute and does not change: ``python -m training.prepare``."""

import json

from bot.search.language import PREPARED, Language


def main() -> None:
    """Write ``bot/data/prepared``."""
    PREPARED.unlink(missing_ok=True)
    PREPARED.parent.mkdir(exist_ok=True)
    prepared = json.dumps(Language.load().to_prepared(), ensure_ascii=False, separators=(",", ":"))
    PREPARED.write_text(prepared + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
