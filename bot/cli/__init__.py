"""How people reach the bot: the command line and the terminal chat."""
