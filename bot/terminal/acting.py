"""What a session asks for and only a terminal can do: copy, open, clear."""

from base64 import b64encode

from prompt_toolkit.output import Output

from bot.session import Copied, Opened

COPIED = "Copied, with the place where it stands."
HANDED_ON = """\
I handed it to your terminal to copy, with the place where it stands. Some terminals do not take it: then /save it."""


def copy(copied: Copied, output: Output) -> str:
    """Put a text on the clipboard of the system, or ask the terminal to (OSC 52); gives what to say of it."""
    import pyperclip

    try:
        pyperclip.copy(copied.text)
    except (pyperclip.PyperclipException, OSError):
        output.write_raw(f"\x1b]52;c;{b64encode(copied.text.encode()).decode()}\x07")
        output.flush()
        return HANDED_ON
    return COPIED


def open_source(opened: Opened) -> str:
    """Show a source in the person's browser; gives what to say of it."""
    import webbrowser

    try:
        is_open = webbrowser.get().open(opened.address)
    except (webbrowser.Error, OSError):
        is_open = False
    return f"I opened {opened.name}" if is_open else f"I found no browser here. The source is: {opened.name}"


def clear(output: Output) -> None:
    """Empty the screen, and go to its top."""
    output.erase_screen()
    output.cursor_goto(0, 0)
    output.flush()
