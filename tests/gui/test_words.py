from dataclasses import replace
from itertools import product

import pytest

from desktop.conversation.state import ConversationState, Phase, TurnMode
from desktop.gui.words import (
    LIVE_PHASES,
    TURN_MODE_ICONS,
    Mood,
    Press,
    StateWords,
    elapsed_words,
    press_of,
    press_words,
    state_words,
    turn_mode_words,
)
from tests.support.sample_conversation import sample_state


def every_way(phase: Phase) -> list[ConversationState]:
    """Return the phase in every turn mode, with and without a microphone, a held floor and time to think."""
    yes_or_no = (False, True)
    return [
        ConversationState(
            phase=phase,
            sound_open=True,
            turn_mode=mode,
            capturing=capturing,
            floor_held=held,
            thinking_time=thinks,
        )
        for mode, capturing, held, thinks in product(TurnMode, yes_or_no, yes_or_no, yes_or_no)
    ]


@pytest.mark.parametrize("phase", Phase)
def test_every_phase_has_words_and_advice_without_a_gap_left_in_them(phase: Phase) -> None:
    for state in every_way(phase):
        words = state_words(state, "Mia")
        assert words.title
        assert words.advice
        assert "{" not in words.title + words.advice + press_words(state, "Mia")


def test_the_phases_are_told_apart_by_their_words_alone() -> None:
    waiting = {Phase.CONNECTING, Phase.LOBBY, Phase.JOINING}
    titles = [
        state_words(ConversationState(phase=phase, course_id=8, sound_open=True, capturing=True), "Mia", 8).title
        for phase in Phase
        if phase not in waiting
    ]
    assert len(set(titles)) == len(titles)
    assert {state_words(ConversationState(phase=phase), "Mia").title for phase in waiting} == {
        "Connecting",
        "In the lobby",
    }


@pytest.mark.parametrize("phase", [Phase.CONNECTING, Phase.LOBBY, Phase.JOINING, Phase.LISTENING])
def test_speak_now_is_said_only_once_the_microphone_is_heard(phase: Phase) -> None:
    for state in every_way(phase):
        title, mood = state_words(state, "Mia").title, state_words(state, "Mia").mood
        if not state.capturing:
            assert "peak" not in title
            assert mood is Mood.WAITING
    heard = ConversationState(phase=phase, sound_open=True, capturing=True)
    assert state_words(heard, "Mia").title == "Speak now"
    assert state_words(heard, "Mia").mood is Mood.YOUR_TURN


def test_without_a_sound_card_nobody_waits_for_the_microphone() -> None:
    written = ConversationState(phase=Phase.LISTENING)
    assert state_words(written, "Mia") == StateWords("No sound", "You can write to Mia", Mood.RESTING)


def test_hold_to_talk_says_what_to_do_with_the_key() -> None:
    free = replace(sample_state(Phase.LISTENING), turn_mode=TurnMode.HOLD)
    held = replace(free, floor_held=True, phase=Phase.LEARNER_SPEAKING)
    let_go = replace(held, floor_held=False)
    assert state_words(free, "Mia") == StateWords(
        "Hold Space to speak", "Or hold the button; let go when you are done", Mood.FLOOR_FREE
    )
    assert state_words(held, "Mia") == StateWords("I hear you", "Let go when you are done", Mood.FLOOR_HELD)
    assert state_words(let_go, "Mia").title == "Sent"
    calling = replace(free, phase=Phase.CONNECTING, turns=())
    assert state_words(calling, "Mia").title == "Hold Space to speak"
    assert state_words(replace(calling, floor_held=True), "Mia").title == "I hear you"


def test_tap_to_send_says_how_to_send_and_that_it_is_sent() -> None:
    speaking = replace(sample_state(Phase.LEARNER_SPEAKING), turn_mode=TurnMode.TAP)
    assert state_words(speaking, "Mia").advice == "Tap the button, or Space, to send"
    assert state_words(replace(speaking, sent_turn_key=speaking.open_turn_key), "Mia").title == "Sent"


def test_time_to_think_is_told_while_it_is_the_learners_turn() -> None:
    for phase in (Phase.LISTENING, Phase.LEARNER_SPEAKING):
        thinking = replace(sample_state(phase), thinking_time=True)
        assert state_words(thinking, "Mia") == StateWords("Take your time", "Your turn stays open", Mood.TAKES_TIME)
    replying = replace(sample_state(Phase.ASSISTANT_SPEAKING), thinking_time=True)
    assert state_words(replying, "Mia").title == "Mia is speaking"


def test_how_to_interrupt_depends_on_the_mode() -> None:
    replying = sample_state(Phase.ASSISTANT_SPEAKING)
    advice = {mode: state_words(replace(replying, turn_mode=mode), "Mia").advice for mode in TurnMode}
    assert len(set(advice.values())) == len(TurnMode)
    assert "Hold Space" in advice[TurnMode.HOLD]


@pytest.mark.parametrize(
    ("mode", "phase", "press"),
    [
        (TurnMode.HANDS_FREE, Phase.LISTENING, Press.STOP),
        (TurnMode.HOLD, Phase.LISTENING, Press.HOLD),
        (TurnMode.HOLD, Phase.CONNECTING, Press.HOLD),
        (TurnMode.TAP, Phase.LEARNER_SPEAKING, Press.SEND),
        (TurnMode.TAP, Phase.ASSISTANT_SPEAKING, Press.INTERRUPT),
        (TurnMode.TAP, Phase.STOPPING, Press.STOP),
        (TurnMode.HOLD, Phase.ENDED, Press.START),
    ],
)
def test_a_press_does_what_the_mode_promises(mode: TurnMode, phase: Phase, press: Press) -> None:
    assert press_of(ConversationState(phase=phase, turn_mode=mode)) is press


def test_every_turn_mode_has_a_name_an_explanation_and_an_icon() -> None:
    words = [turn_mode_words(mode) for mode in TurnMode]
    assert len({name for name, _ in words}) == len(TurnMode)
    assert all(line.endswith(".") for _, line in words)
    assert set(TURN_MODE_ICONS) == set(TurnMode)


def test_a_link_that_is_restored_within_a_talk_reads_as_reconnecting() -> None:
    state = replace(sample_state(Phase.LISTENING), phase=Phase.CONNECTING, capturing=True)
    assert state_words(state, "Mia").title == "Reconnecting"
    assert state_words(state, "Mia").advice == "I still hear you"


def test_a_partner_whose_name_has_braces_is_named_as_is() -> None:
    assert state_words(ConversationState(phase=Phase.ASSISTANT_SPEAKING), "{0}").title == "{0} is speaking"


@pytest.mark.parametrize("phase", Phase)
def test_a_press_of_the_talk_button_is_put_into_words_in_every_phase(phase: Phase) -> None:
    words = press_words(ConversationState(phase=phase), "Mia")
    if phase is Phase.BETWEEN:
        assert words == "Begin the next scene"
    elif phase in LIVE_PHASES:
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
