"""Finding passages: postings, the formula, and folders in which both are kept."""
