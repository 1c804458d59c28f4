"""The settings, the keys and the test of the sound."""
