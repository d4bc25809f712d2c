"""What is asked of a cluster of OpenSearch: where it is, what it answers, and how an index in it is replaced."""
