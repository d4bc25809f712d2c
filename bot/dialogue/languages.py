"""Placeholder."""


def language_of(message: str) -> str | None:
    """None."""
    return None
