"""Training the weights in ``bot/model`` from the examples and leaflets beside this."""
