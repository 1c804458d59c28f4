"""What the lists beside a conversation hold: assistants, past conversations, favorites."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Assistant:
    """A partner to speak with."""

    id: str
    name: str
    description: str = ""
    picture_url: str = ""
    level: str = ""
    """The learner's level it is meant for ("A1" ... "C2"); empty where the service does not say."""
    goal: str = ""
    """What the learner tries to reach, in one line."""
    liked_count: int = 0
    persona: str = ""
    """Who speaks, where the name is that of a scene."""

    @property
    def speaker(self) -> str:
        """The name of the one who speaks."""
        return self.persona or self.name


@dataclass(frozen=True, slots=True)
class PastConversation:
    """One line of the conversations list."""

    course_id: int
    """The learner's clock in epoch milliseconds when the conversation was opened; 0 is the unassigned bucket."""
    name: str
    assistant_id: str = ""
    assistant_name: str = ""
    picture_url: str = ""
    exchange_count: int = 0
    last_at: float = 0.0
    """Seconds since the epoch."""


@dataclass(frozen=True, slots=True)
class Favorite:
    """A starred exchange: what the learner said and what was answered."""

    id: str
    created_at: float
    course_id: int = 0
    course_name: str = ""
    learner_text: str = ""
    assistant_text: str = ""
    on_this_computer: bool = False
    """The service cannot keep the star; it is kept here only."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The three lists as last read, newest conversation and favorite first."""

    assistants: tuple[Assistant, ...] = ()
    conversations: tuple[PastConversation, ...] = ()
    favorites: tuple[Favorite, ...] = ()
    favorite_ids: frozenset[str] = field(default=frozenset())
