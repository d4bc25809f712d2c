"""How well a passage answers a message: one module a kind of evidence, and one that ranks by all of them."""
