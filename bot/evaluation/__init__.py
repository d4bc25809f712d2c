"""How good the bot is: cases, measures, and the report."""
