"""What holds of grades, questions, corrections and the scenarios of an attempt, however badly they were told."""

from collections import Counter
from dataclasses import replace

from hypothesis import given, settings

from desktop.conversation import effects, events
from desktop.conversation.draft import RESTING
from desktop.conversation.grade import GradeStatus
from desktop.conversation.grading import MAX_ENTRIES
from desktop.conversation.quiz import Outcome
from desktop.conversation.state import Limit, Phase
from desktop.conversation.turn import Speaker
from tests.conversation.driver import Talk
from tests.conversation.streams import Stream, streams
from tests.conversation.test_properties import any_stream, moments

some = settings(max_examples=60)
"""Fewer than usual: each of these plays whole conversations. With 1500 they held, too."""


@some
@given(any_stream)
def test_grades_stand_one_a_chat_in_the_chats_order_and_hold_nothing_twice(stream: Stream) -> None:
    for _, _, after, _ in moments(stream):
        chats = (*after.earlier_chats, after.chat_id)
        graded = [grade.chat_id for grade in after.grades]
        assert graded == [chat for chat in chats if chat in graded]
        assert len(set(chats)) == len(chats)
        for grade in after.grades:
            assert len(set(grade.entries)) == len(grade.entries) <= MAX_ENTRIES


@some
@given(streams())
def test_no_result_of_a_chat_of_the_attempt_is_lost(stream: Stream) -> None:
    told: Counter[tuple[str, str]] = Counter()
    talk = Talk()
    for before, event, after, asked in moments(stream, talk):
        if after.started_at != before.started_at:
            told.clear()
        if isinstance(event, events.CriterionGraded) and event.entry is not None:
            if event.chat_id in (before.chat_id, *before.earlier_chats):
                told[event.chat_id, event.entry.name] = 1
            else:
                assert asked == (effects.FileResult(event),)
    kept = Counter((grade.chat_id, entry.name) for grade in talk.state.grades for entry in grade.entries)
    assert told == kept


@some
@given(any_stream)
def test_every_grade_comes_or_is_given_up_in_time(stream: Stream) -> None:
    talk = Talk()
    for _, _, after, _ in moments(stream, talk):
        awaited = any(grade.status is GradeStatus.AWAITED for grade in after.grades)
        assert not awaited or Limit.GRADING in dict(after.deadlines)
    talk.wait(600)
    pending = [grade for grade in talk.state.grades if grade.status in (GradeStatus.AWAITED, GradeStatus.GRADING)]
    assert all(grade.chat_id == talk.state.chat_id and not talk.state.chat_over for grade in pending)
    assert all(grade.status is GradeStatus.GRADING for grade in pending)


@some
@given(any_stream)
def test_a_response_is_sent_once_and_judged_or_refused_in_time(stream: Stream) -> None:
    talk = Talk()
    for before, event, after, asked in moments(stream, talk):
        sent = [effect for effect in asked if isinstance(effect, effects.SubmitResponse)]
        assert len(sent) <= 1
        waiting = [one for one in after.questions if one.outcome is Outcome.SUBMITTED]
        assert bool(waiting) == (Limit.RESPONSE in dict(after.deadlines))
        if sent:
            assert isinstance(event, events.QuestionAnswered)
            (question,) = [one for one in after.questions if one not in before.questions]
            assert (question.outcome, question.chosen) == (Outcome.SUBMITTED, sent[0].option_ids)
        names = [(one.chat_id, one.id) for one in after.questions]
        assert len(set(names)) == len(names)
    talk.wait(600)
    assert all(one.outcome is not Outcome.SUBMITTED for one in talk.state.questions)


@some
@given(any_stream)
def test_between_scenarios_nobody_is_listened_to_and_the_learner_can_go_on_or_end(stream: Stream) -> None:
    done = 0
    for _, event, after, _ in moments(stream):
        done = 0 if isinstance(event, events.TalkRequested) and not after.attempt_id else done
        assert after.scenarios_done >= done
        done = after.scenarios_done
        if after.phase is Phase.BETWEEN:
            assert (after.sound_open, after.capturing, after.joined, after.open_turn_key) == (False, False, False, "")
            assert after.chat_over
            assert not after.ended_by_service
            for request, phases in (
                (events.StopRequested(), {Phase.ENDED}),
                (events.NextScenarioRequested(), {Phase.LOBBY, Phase.JOINING, Phase.CONNECTING}),
            ):
                talk = Talk()
                talk.state, talk.now = after, 1_800_000_000.0
                talk.tell(request)
                assert talk.phase in phases
                talk.wait(600)
                assert talk.phase in RESTING | {Phase.BETWEEN}


@some
@given(any_stream)
def test_a_correction_changes_only_what_it_is_a_correction_of(stream: Stream) -> None:
    for before, event, after, asked in moments(stream):
        if isinstance(event, events.TurnCorrected):
            assert asked == ()
            for old, new in zip(before.turns, after.turns, strict=True):
                assert replace(new, corrected=old.corrected) == old
                assert new is old or new.key == event.turn_key
        for turn in after.turns:
            assert turn.speaker is Speaker.LEARNER or not turn.corrected
            assert turn.wording == (turn.corrected or turn.text)
