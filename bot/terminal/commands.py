"""The commands of the chat, with what completion and ``/help`` say of them."""

COMMANDS = {
    "/help": ("", "how this works"),
    "/more": ("", "the next best passage for your question"),
    "/why": ("", "why you got this reply: words that matched, scores"),
    "/contents": ("", "the sections of the material"),
    "/read": ("[section]", "read the material, or one section of it"),
    "/examples": ("", "questions that the material answers"),
    "/save": ("FILE", "save this conversation in a file"),
    "/quit": ("", "leave"),
}
"""Name to ``(argument, summary)``."""

GOODBYE = "Goodbye, and take care."
