"""The learner's own record of what was said, on this computer."""
