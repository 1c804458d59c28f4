"""Tasks on paper: their files, the learner's drafts, and having answers checked by a service."""
