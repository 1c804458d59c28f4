"""Finding and changing turns in a conversation's tuple of turns.

Turns are only ever appended, and `now` never goes back, so the tuple is in the order of the learner's clock.
What is looked for is nearly always among the last few: every search begins at the back. -1 means not found.
"""

from dataclasses import replace

from desktop.conversation.turn import Speaker, Turn

Turns = tuple[Turn, ...]


def with_turn(turns: Turns, index: int, turn: Turn) -> Turns:
    """Return the turns with the one at `index` replaced."""
    return (*turns[:index], turn, *turns[index + 1 :])


def with_corrections(turns: Turns, corrections: dict[str, str]) -> Turns:
    """Return the turns with what the learner really said, by their keys; where that was heard, nothing is corrected."""
    return tuple(
        replace(turn, corrected="" if corrections[turn.key] == turn.text.strip() else corrections[turn.key])
        if turn.key in corrections and turn.speaker is Speaker.LEARNER
        else turn
        for turn in turns
    )


def find_key(turns: Turns, key: str) -> int:
    for index in range(len(turns) - 1, -1, -1):
        if turns[index].key == key:
            return index
    return -1


def find_generation(turns: Turns, generation: int) -> int:
    """Return the index of the assistant's turn with this reply number."""
    for index in range(len(turns) - 1, -1, -1):
        if turns[index].generation == generation:
            return index
    return -1


def find_learner(turns: Turns, item_id: str, message_id: str) -> int:
    """Return the index of the learner's turn with this item_id, else of the one with this message_id.

    A message_id does not join two turns whose item_ids differ.
    """
    by_message = -1
    for index in range(len(turns) - 1, -1, -1):
        turn = turns[index]
        if turn.speaker is not Speaker.LEARNER:
            continue
        if item_id and turn.item_id == item_id:
            return index
        if message_id and turn.message_id == message_id and not (item_id and turn.item_id):
            by_message = index
    return by_message


def find_assistant(turns: Turns, message_id: str) -> int:
    if message_id:
        for index in range(len(turns) - 1, -1, -1):
            turn = turns[index]
            if turn.message_id == message_id and turn.speaker is Speaker.ASSISTANT:
                return index
    return -1


def find_unconfirmed_typed(turns: Turns, text: str | None = None) -> int:
    """Return the index of the oldest typed turn the service has not named yet, with this text if one is given."""
    found = -1
    for index in range(len(turns) - 1, -1, -1):
        turn = turns[index]
        if turn.typed and not turn.message_id and (text is None or turn.text.strip() == text.strip()):
            found = index
    return found
