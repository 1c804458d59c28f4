"""A conversation: what was said, what can be done, and the bar below."""
