"""What arrives beside a talk, as it arrives: what of it is new, what is said aloud of it, when it wants to be seen."""

from PySide6.QtCore import QCoreApplication

from desktop.conversation.grade import GradeStatus
from desktop.conversation.state import ConversationState, Phase
from desktop.gui.app_state import RESTING
from desktop.gui.grade_words import announced, is_going_on
from desktop.gui.unseen import Unseen


class TalkNews:
    """Follows the conversation under way, state by state."""

    def __init__(self) -> None:
        self.results = Unseen()
        """(chat, place) of each result of a grade."""
        self.questions = Unseen()
        """Their ids."""
        self._talk: object = None
        self._statuses: dict[str, GradeStatus] = {}
        self._is_told = False

    def follow(self, state: ConversationState) -> tuple[list[str], bool]:
        """Return what a screen reader is to say, and whether the grades want to be seen: once, when they begin."""
        talk = (state.course_id, state.started_at)
        if talk != self._talk:
            self._talk = talk
            self._statuses, self._is_told = {}, False
        lines = []
        known = len(self.questions)
        self.questions.show({question.id for question in state.questions})
        if len(self.questions) > known:
            lines.append(QCoreApplication.translate("Panel", "A question for you"))
        self.results.show({(grade.chat_id, place) for grade in state.grades for place in range(len(grade.entries))})
        wants = False
        talking = state.phase not in RESTING
        for grade in state.grades:
            if (talking and is_going_on(grade, state)) or self._statuses.get(grade.chat_id) is grade.status:
                continue
            self._statuses[grade.chat_id] = grade.status
            lines.append(announced(grade))
            has_begun = grade.status in (GradeStatus.GRADING, GradeStatus.GRADED)
            if has_begun and not self._is_told and (not talking or state.phase is Phase.BETWEEN):
                self._is_told = wants = True
        return [line for line in lines if line], wants
