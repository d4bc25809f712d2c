"""Reports as plain text, as a page, and in the formats of other tools."""
