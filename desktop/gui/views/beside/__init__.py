"""What stands beside a conversation: hints, grades, quiz, and how the learner spoke."""
