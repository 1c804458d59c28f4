"""Moves messages and gives them no meaning."""
