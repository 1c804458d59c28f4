"""The test of the sound."""
