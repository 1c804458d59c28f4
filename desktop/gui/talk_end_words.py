"""What the window says between two scenes of a talk, and after its end. No widgets."""

from PySide6.QtCore import QCoreApplication

from desktop.conversation.grade import GradeStatus
from desktop.conversation.state import ConversationState, Phase
from desktop.conversation.turn import Speaker
from desktop.gui.grade_words import number_words, points
from desktop.gui.words import elapsed_words


def scene_done_words(state: ConversationState) -> tuple[str, str]:
    """Return a title and a sentence for the pause before the next scene."""
    translate = QCoreApplication.translate
    title = translate("TalkEnd", "Scene {number} is done").format(number=max(1, state.scenarios_done))
    return title, translate("TalkEnd", "Take a breath. The next scene begins when you are ready.")


def end_title(state: ConversationState) -> str:
    translate = QCoreApplication.translate
    if state.phase is Phase.FAILED:
        return translate("TalkEnd", "The talk broke off")
    if state.all_scenarios_complete:
        return translate("TalkEnd", "You completed this talk")
    if state.all_scenarios_complete is None:
        return translate("TalkEnd", "Talk finished")
    return translate("TalkEnd", "Talk finished early")


def facts_words(state: ConversationState) -> str:
    """Return how long the talk was and what it was made of."""
    translate = QCoreApplication.translate
    facts = []
    ends = [turn.ended_at or turn.started_at for turn in state.turns]
    if ends and state.started_at:
        facts.append(elapsed_words(max(ends) - state.started_at))
    said = sum(turn.speaker is Speaker.LEARNER and bool(turn.text) for turn in state.turns)
    if said:
        one = translate("TalkEnd", "you spoke once")
        facts.append(one if said == 1 else translate("TalkEnd", "you spoke {count} times").format(count=said))
    if state.scenarios_done > 1:
        facts.append(translate("TalkEnd", "{count} scenes").format(count=state.scenarios_done))
    return " · ".join(facts)


def grade_line(state: ConversationState) -> str:
    """Return how the grades of a talk stand, all its chats together; empty where none is expected."""
    translate = QCoreApplication.translate
    if not state.grades:
        return ""
    statuses = {grade.status for grade in state.grades}
    if statuses & {GradeStatus.AWAITED, GradeStatus.GRADING}:
        return translate("TalkEnd", "Grade: on its way …")
    if GradeStatus.FAILED in statuses:
        return translate("TalkEnd", "Grade: could not be had")
    reached = points(entry for grade in state.grades for entry in grade.entries)
    if reached is None:
        return translate("TalkEnd", "See your grade")
    words = translate("TalkEnd", "Grade: {score} of {total} points")
    return words.format(score=number_words(reached[0]), total=number_words(reached[1]))
