"""A text with marks, and the remarks beside it."""
