import pytest

from desktop.conversation.state import ConversationState, Phase
from desktop.gui.nothing_said_words import nothing_said_words


@pytest.mark.parametrize(
    ("phase", "title"),
    [
        (Phase.IDLE, "Talk with Mia"),
        (Phase.CONNECTING, "Calling Mia"),
        (Phase.LOBBY, "In Mia’s lobby"),
        (Phase.JOINING, "Calling Mia"),
        (Phase.LISTENING, "The microphone is on"),
        (Phase.FAILED, "The talk could not begin"),
        (Phase.ENDED, "Talk with Mia"),
    ],
)
def test_every_state_of_a_silent_talk_has_words(phase: Phase, title: str) -> None:
    assert nothing_said_words(ConversationState(phase=phase, sound_open=True), "Mia")[0] == title


def test_a_talk_without_a_sound_card_asks_for_writing() -> None:
    assert nothing_said_words(ConversationState(phase=Phase.LISTENING), "Mia") == (
        "Nobody hears you",
        "Write to Mia, or mend the sound and start the talk again.",
    )


def test_a_talk_of_the_past_and_one_without_a_partner_say_how_to_go_on() -> None:
    assert nothing_said_words(None, "") == ("Nothing was said", "Continue this talk to say something.")
    assert nothing_said_words(ConversationState(), "")[1] == "Choose a partner to begin."


def test_what_is_said_while_calling_is_kept_once_the_microphone_is_open() -> None:
    calling = ConversationState(phase=Phase.CONNECTING)
    assert nothing_said_words(calling, "Mia")[1] == "The microphone is being opened."
    heard = ConversationState(phase=Phase.CONNECTING, capturing=True)
    assert nothing_said_words(heard, "Mia")[1] == "You can speak already; what you say is kept."
