"""What the learner chose, and where the application keeps its files."""
