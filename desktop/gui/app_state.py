"""What the window reads of the App. Before there is one: an empty conversation and a service that is starting."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.conversation.catalogue import Assistant, Catalogue
from desktop.conversation.speech_figures import SpeechFigures
from desktop.conversation.state import ConversationState, Phase, Problem, TurnMode
from desktop.conversation.turn import Turn
from desktop.gui.models.transcript import Rest

if TYPE_CHECKING:
    from desktop.app import App, Device, Dictation, RecordingPlayer, Tasks
    from desktop.settings.settings import Settings

RESTING = frozenset({Phase.IDLE, Phase.ENDED, Phase.FAILED})


class AppState(QObject):
    """Reads only; `Bridge` adds what changes it. `desktop.app` is imported for its types only."""

    def __init__(self) -> None:
        super().__init__()
        self._app: App | None = None
        self._own_notice: Problem | None = None
        self._settings: Settings | None = None
        self._chosen = ("", 0)

    @property
    def state(self) -> ConversationState:
        return self._app.state if self._app is not None else _NO_CONVERSATION

    @property
    def earlier(self) -> tuple[Turn, ...]:
        """The turns of a continued conversation from before it was continued."""
        return self._app.earlier if self._app is not None else ()

    @property
    def catalogue(self) -> Catalogue:
        return self._app.catalogue if self._app is not None else _NO_LISTS

    @property
    def settings(self) -> "Settings":
        if self._app is not None:
            return self._app.settings
        if self._settings is None:
            from desktop.settings.settings import Settings

            self._settings = Settings()
        return self._settings

    @property
    def tasks(self) -> "Tasks | None":
        """Tasks on paper, their drafts and their checks; None before there is an App."""
        return self._app.tasks if self._app is not None else None

    @property
    def notice(self) -> Problem | None:
        """What the learner is to be told, None when there is nothing."""
        if self._own_notice is not None:
            return self._own_notice
        return self._app.notice if self._app is not None else None

    @property
    def service_note(self) -> str:
        return self._app.service_note if self._app is not None else ""

    @property
    def speech_engine(self) -> str:
        """The recogniser that hears the learner on this computer; empty until it is loaded, or where none is used."""
        return self._app.speech_engine if self._app is not None else ""

    @property
    def service_starting(self) -> bool:
        return self._app is None or self._app.service.value == "starting"

    @property
    def service_ready(self) -> bool:
        return self._app is not None and self._app.service.value == "ready"

    @property
    def service_offline(self) -> bool:
        return self._app is not None and self._app.service.value == "offline"

    @property
    def talking(self) -> bool:
        """Whether a conversation is under way, so that the talk button ends it."""
        return self.state.phase not in RESTING

    @property
    def turn_mode(self) -> TurnMode:
        """How the learner takes and gives the word in this talk; between talks, in the next one."""
        return self.state.turn_mode if self.talking else TurnMode(self.settings.turn_mode)

    @property
    def can_talk(self) -> bool:
        """Whether a talk is under way or can be started."""
        return self.talking or bool(self._chosen[0])

    @property
    def partner(self) -> Assistant | None:
        """The assistant of the conversation under way, else the one the talk button would start with."""
        wanted = self.state.assistant_id if self.talking else self._chosen[0]
        return self.assistant(wanted)

    @property
    def chosen(self) -> tuple[str, int]:
        """(assistant id, course id) that the talk button starts; ("", 0) when nothing is chosen."""
        return self._chosen

    def assistant(self, assistant_id: str) -> Assistant | None:
        return next((one for one in self.catalogue.assistants if one.id == assistant_id), None)

    @property
    def rests(self) -> dict[str, Rest]:
        """Key of a turn of the conversation under way -> what can be done with the unheard rest of it."""
        app = self._app
        if app is None:
            return {}
        idle = Rest.WAITING if app.state.reply_active else Rest.READY
        return {key: Rest.PLAYING if key == app.playing else idle for key in app.unheard}

    @property
    def playing(self) -> str:
        """Key of the turn that is being played, or the unheard rest of it; empty when none is."""
        return self._app.playing if self._app is not None else ""

    @property
    def playable(self) -> frozenset[str]:
        """Keys of the turns of the last talk that can be played whole; none while a talk or a dictation is on."""
        return self._app.playable if self._app is not None else frozenset()

    @property
    def player(self) -> "RecordingPlayer | None":
        """Plays the recordings of tasks; None before there is an App."""
        return self._app.player if self._app is not None else None

    @property
    def dictation(self) -> "Dictation | None":
        """Writes down what the learner says; None before there is an App."""
        return self._app.dictation if self._app is not None else None

    @property
    def speech(self) -> SpeechFigures:
        """How the learner speaks in the talk under way, or spoke in the last; costs a computation: not once a frame."""
        return self._app.speech if self._app is not None else _NO_FIGURES

    def levels(self) -> tuple[float, float]:
        """Return the peaks of (microphone, loudspeaker), 0.0 to 1.0; pulled by the view's own timer."""
        if self._app is None:
            return 0.0, 0.0
        levels = self._app.levels()
        return levels.capture, levels.playback

    @property
    def devices(self) -> "tuple[Device, ...]":
        """The microphones and loudspeakers that are connected; empty until they are known."""
        return self._app.devices if self._app is not None else ()

    @property
    def device_advice(self) -> str:
        """What to do about the devices the settings choose; empty where all is well."""
        return self._app.device_advice if self._app is not None else ""


_NO_CONVERSATION = ConversationState()
_NO_LISTS = Catalogue()
_NO_FIGURES = SpeechFigures()
