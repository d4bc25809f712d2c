"""What is known of a corpus's own words: counted in memory, or looked up in a database."""
