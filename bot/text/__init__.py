"""What a text says: its normal form, sentences, words, spelling and terms."""
