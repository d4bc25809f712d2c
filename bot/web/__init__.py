"""The bot as a web page and an API: ``bot serve``. What the server is sent it answers, and keeps nothing of it."""
