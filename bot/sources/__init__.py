"""From files to sources: the text of a file, its blocks, and what an editor wrote beside it."""
