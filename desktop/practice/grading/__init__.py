"""What a talk was worth: a rubric, the criteria held against it, and what to work on next."""
