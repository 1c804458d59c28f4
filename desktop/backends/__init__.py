"""Gives messages meaning: translates between the public contracts and the conversation's own terms."""
