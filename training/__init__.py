"""Training the weights in ``bot/data/model.json`` from the examples beside them."""
