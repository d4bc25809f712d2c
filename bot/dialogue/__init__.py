"""What to say: intents, rules, the decision on a message, and the reply."""
