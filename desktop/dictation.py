"""Writes down what the learner says, for a text field: no partner, no talk, nothing kept."""

from collections.abc import Callable

OnWords = Callable[[str, bool], None]
"""Takes the words of the open sentence, each time all of them, and whether they are final. Final and empty: nothing
was recognised after all."""
OnEnd = Callable[[str], None]
"""Takes a sentence that says why it ended; empty when it was asked to."""


class Dictation:
    """Called on the main loop, and calls back there."""

    is_on = False

    @property
    def can_start(self) -> bool:
        """Whether no talk and no dictation is on, and a service is there to hear it."""
        return False

    def start(self, on_words: OnWords, on_end: OnEnd) -> None:
        """Open the microphone; words come within seconds. Nothing while it cannot start."""

    def stop(self) -> None:
        """Close the microphone. What was said so far still comes, then the end."""
