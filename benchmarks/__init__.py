"""Speed and quality, against other systems. Each module with a ``main`` is a command that prints markdown tables."""
