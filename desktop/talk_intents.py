"""What the learner does in a conversation, each as the event that it is."""

from collections.abc import Callable

from desktop.conversation import events


class TalkIntents:
    """The intents of a talk that need nothing but the talk; `App` adds the others."""

    def __init__(self, handle: Callable[[events.Event], None]) -> None:
        self._handle = handle

    def stop_talk(self) -> None:
        self._handle(events.StopRequested())

    def set_muted(self, muted: bool) -> None:
        self._handle(events.MuteRequested(muted))

    def silence_reply(self) -> None:
        self._handle(events.SilenceRequested())

    def take_floor(self) -> None:
        """HOLD: the key to speak went down. Nothing in another mode, while muted and between talks."""
        self._handle(events.FloorTaken())

    def release_floor(self) -> None:
        """HOLD: the key went up. TAP: send what was said."""
        self._handle(events.FloorReleased())

    def let_me_think(self, on: bool) -> None:
        """Keep the turn open through any pause, for 60 s at most; or let it end again."""
        self._handle(events.TimeToThinkRequested(on))

    def send_message(self, text: str) -> None:
        self._handle(events.MessageSubmitted(text))

    def answer_question(self, question_id: str, option_ids: tuple[str, ...]) -> None:
        self._handle(events.QuestionAnswered(question_id, option_ids))

    def next_scenario(self) -> None:
        """Between two scenarios of an attempt: begin the next."""
        self._handle(events.NextScenarioRequested())

    def ask_for_grade(self, chat_id: str) -> None:
        self._handle(events.GradeRequested(chat_id))
