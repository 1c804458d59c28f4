from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from desktop.conversation.grade import Grade, GradeStatus
from desktop.conversation.state import ConversationState, Phase
from desktop.gui.talk_end_words import end_title, facts_words, grade_line, scene_done_words
from tests.support.sample_conversation import sample_state
from tests.support.sample_grades import FAILED, GRADED, HALF, SECOND

ENDED = sample_state(Phase.ENDED)


def test_the_scene_that_is_done_is_named_by_its_number() -> None:
    assert scene_done_words(replace(ENDED, phase=Phase.BETWEEN, scenarios_done=2))[0] == "Scene 2 is done"
    assert scene_done_words(replace(ENDED, phase=Phase.BETWEEN))[0] == "Scene 1 is done"


def test_the_title_says_how_much_was_done() -> None:
    titles = [end_title(replace(ENDED, all_scenarios_complete=done)) for done in (True, False, None)]
    assert titles == [
        "You completed this talk",
        "Talk finished early",
        "Talk finished",
    ]
    assert end_title(replace(ENDED, phase=Phase.FAILED)) == "The talk broke off"


def test_the_facts_are_length_turns_and_scenes() -> None:
    assert facts_words(ENDED) == "01:00 · you spoke 2 times"
    once = replace(ENDED, turns=ENDED.turns[:2], scenarios_done=2)
    assert facts_words(once) == "00:50 · you spoke once · 2 scenes"
    assert facts_words(ConversationState(phase=Phase.ENDED)) == ""


def test_the_grades_of_all_scenes_stand_together() -> None:
    def line(*grades: Grade) -> str:
        return grade_line(replace(ENDED, grades=grades))

    assert line() == ""
    assert line(GRADED) == "Grade: 27.5 of 40 points"
    assert line(GRADED, SECOND) == "Grade: 35.5 of 50 points"
    assert line(GRADED, HALF) == "Grade: on its way …"
    assert line(GRADED, FAILED) == "Grade: could not be had"
    assert line(Grade("c", GradeStatus.GRADED)) == "See your grade"


@given(st.floats(0, 2e9), st.integers(0, 5))
def test_any_talk_has_facts(started_at: float, count: int) -> None:
    assert "-" not in facts_words(replace(ENDED, started_at=started_at, turns=ENDED.turns[:count]))
