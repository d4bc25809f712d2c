"""A library of leaflets, from 20 to a million passages: how it is made, measured and shown."""
