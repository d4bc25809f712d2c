"""Which passage fits: analysis, lexicon, spelling, and the index."""
