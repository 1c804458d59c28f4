"""Feedback on what a learner wrote or said: learner rules, a grammar checker, sample solutions, gaps and choices."""
