from dataclasses import replace

import pytest

from desktop.conversation.state import ConversationState, Phase
from desktop.gui.words import (
    LIVE_PHASES,
    elapsed_words,
    press_words,
    state_words,
)
from tests.support.sample_conversation import sample_state


@pytest.mark.parametrize("phase", Phase)
def test_every_phase_has_words_and_advice_without_a_gap_left_in_them(phase: Phase) -> None:
    words = state_words(ConversationState(phase=phase), "Mia")
    assert words.title
    assert words.advice
    assert "{" not in words.title + words.advice


def test_the_phases_are_told_apart_by_their_words_alone() -> None:
    waiting = {Phase.CONNECTING, Phase.LOBBY, Phase.JOINING}
    titles = [
        state_words(ConversationState(phase=phase, course_id=8), "Mia", 8).title
        for phase in Phase
        if phase not in waiting
    ]
    assert len(set(titles)) == len(titles)
    assert {state_words(ConversationState(phase=phase), "Mia").title for phase in waiting} == {"Connecting"}


def test_a_link_that_is_restored_within_a_talk_reads_as_reconnecting() -> None:
    state = replace(sample_state(Phase.LISTENING), phase=Phase.CONNECTING)
    assert state_words(state, "Mia").title == "Reconnecting"
    assert state_words(state, "Mia").advice == "I still hear you"


def test_a_partner_whose_name_has_braces_is_named_as_is() -> None:
    assert state_words(ConversationState(phase=Phase.ASSISTANT_SPEAKING), "{0}").title == "{0} is speaking"


@pytest.mark.parametrize("phase", Phase)
def test_a_press_of_the_talk_button_is_put_into_words_in_every_phase(phase: Phase) -> None:
    words = press_words(ConversationState(phase=phase), "Mia")
    if phase in LIVE_PHASES:
        assert "Mia" not in words
        assert "stop" in words.lower()
    else:
        assert "Mia" in words


def test_a_past_talk_that_was_chosen_is_gone_on_with_and_no_longer_called_ended() -> None:
    ended = sample_state(Phase.ENDED)
    assert state_words(ended, "Mia", ended.course_id).title == "Ended"
    assert state_words(ended, "Mia", 5).title == "Ready"
    assert state_words(ended, "Mia", 5).advice == "Press to go on with Mia"
    assert press_words(ended, "Mia", 5) == "Go on talking with Mia"
    assert state_words(ended, "Omar").advice == "Press to talk with Omar"
    assert press_words(ended, "Omar") == "Start talking with Omar"


def test_without_a_partner_the_press_says_what_is_missing() -> None:
    assert press_words(ConversationState(), "") == "Choose a partner to start talking"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "00:00"), (42.9, "00:42"), (61, "01:01"), (3600, "1:00:00"), (-3, "00:00")],
)
def test_the_length_of_a_talk_in_minutes_and_seconds(seconds: float, words: str) -> None:
    assert elapsed_words(seconds) == words
