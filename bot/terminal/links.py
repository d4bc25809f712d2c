"""Whether a terminal has links (OSC 8). None can be asked, so those are named that are known to have them.

The names and versions are those of https://github.com/chalk/supports-hyperlinks and
https://github.com/Alhadis/OSC8-Adoption; ``FORCE_HYPERLINK`` is known to them, too.
"""

from collections.abc import Mapping

FORCED = "FORCE_HYPERLINK"
"""The variable that says whether to write links: ``0`` for no, anything else for yes."""

PROGRAMS = frozenset({"iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "zed", "rio"})
"""By ``TERM_PROGRAM``."""

TERMS = frozenset({"xterm-kitty", "alacritty", "foot", "foot-extra", "xterm-ghostty", "contour"})
"""By ``TERM``."""

SIGNS = ("WT_SESSION", "KITTY_WINDOW_ID", "DOMTERM")
"""Variables that only such terminals set."""

LEAST_VTE = 5000
"""The version of VTE (GNOME Terminal and many more), as ``VTE_VERSION`` gives it, from which on it has links."""


def has_links(environ: Mapping[str, str]) -> bool:
    """Whether the terminal that these variables describe shows links."""
    if FORCED in environ:
        return environ[FORCED] != "0"
    vte = environ.get("VTE_VERSION", "")
    return (
        environ.get("TERM_PROGRAM") in PROGRAMS
        or environ.get("TERM") in TERMS
        or any(sign in environ for sign in SIGNS)
        or (vte.isdecimal() and int(vte) >= LEAST_VTE)
    )
