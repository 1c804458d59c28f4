from collections.abc import Callable

import pytest

from desktop.conversation import events
from desktop.talk_intents import TalkIntents


@pytest.mark.parametrize(
    ("intend", "event"),
    [
        (lambda talk: talk.stop_talk(), events.StopRequested()),
        (lambda talk: talk.set_muted(True), events.MuteRequested(True)),
        (lambda talk: talk.silence_reply(), events.SilenceRequested()),
        (lambda talk: talk.take_floor(), events.FloorTaken()),
        (lambda talk: talk.release_floor(), events.FloorReleased()),
        (lambda talk: talk.let_me_think(True), events.TimeToThinkRequested(True)),
        (lambda talk: talk.send_message("Hi"), events.MessageSubmitted("Hi")),
        (lambda talk: talk.answer_question("q", ("a",)), events.QuestionAnswered("q", ("a",))),
        (lambda talk: talk.next_scenario(), events.NextScenarioRequested()),
        (lambda talk: talk.ask_for_grade("c"), events.GradeRequested("c")),
    ],
)
def test_each_intent_is_its_event(intend: Callable[[TalkIntents], None], event: events.Event) -> None:
    happened: list[events.Event] = []
    intend(TalkIntents(happened.append))
    assert happened == [event]
