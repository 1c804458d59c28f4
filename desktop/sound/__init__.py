"""The sound card as the application knows it, the sounds of a talk, and how the learner spoke."""
