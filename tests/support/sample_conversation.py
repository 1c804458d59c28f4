"""A learner's lists and one café conversation, as the window would be given them; nothing is fetched."""

from dataclasses import replace
from datetime import datetime, timedelta

from desktop.conversation.catalogue import Assistant, Catalogue, Favorite, PastConversation
from desktop.conversation.state import ConversationState, Phase, Reply, Voice
from desktop.conversation.turn import Hint, Speaker, Turn, TurnStatus

NOW = datetime(2026, 3, 12, 15, 20)


def picture_svg(hue: str, shade: str) -> bytes:
    """Return a simple portrait: a face and shoulders on a coloured ground."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96">'
        f'<rect width="96" height="96" fill="{hue}"/>'
        f'<circle cx="48" cy="100" r="38" fill="{shade}"/>'
        '<circle cx="48" cy="42" r="19" fill="#f2d3bd"/>'
        f'<path d="M28 42a20 20 0 0 1 40 0c-8-2-14-6-18-12-4 6-12 11-22 12z" fill="{shade}"/></svg>'
    ).encode()


PICTURES = {
    "/pictures/cafe.svg": picture_svg("#f4c98b", "#8a4b2d"),
    "/pictures/market.svg": picture_svg("#b9d8a5", "#3f6b3a"),
    "/pictures/doctor.svg": picture_svg("#a9cfe6", "#27506e"),
    "/pictures/job.svg": picture_svg("#cdbfe3", "#4d3b78"),
    "/pictures/travel.svg": picture_svg("#f0b6a6", "#7d3140"),
}


def sample_catalogue(now: datetime = NOW) -> Catalogue:
    """Return six assistants, seven past conversations around `now` and three favorites."""

    def at(days: int, hour: int, minute: int) -> float:
        return (now - timedelta(days=days)).replace(hour=hour, minute=minute).timestamp()

    assistants = (
        Assistant(
            "cafe",
            "Mia",
            "Runs a small café and likes to chat.",
            "/pictures/cafe.svg",
            "A2",
            "Order a drink and something to eat",
            18,
        ),
        Assistant(
            "market",
            "Omar",
            "Sells fruit and vegetables at the market.",
            "/pictures/market.svg",
            "A1",
            "Ask for prices and buy what is on your list",
            7,
        ),
        Assistant(
            "doctor",
            "Dr Lindqvist",
            "A patient general practitioner.",
            "/pictures/doctor.svg",
            "B1",
            "Say what hurts and understand the advice",
            11,
        ),
        Assistant(
            "job",
            "Ms Adeyemi",
            "Interviews you for a job in a design studio.",
            "/pictures/job.svg",
            "B2",
            "Present yourself and answer follow-up questions",
            4,
        ),
        Assistant(
            "travel",
            "Tomás",
            "Works at the desk of a busy railway station.",
            "/pictures/travel.svg",
            "A2",
            "Change a ticket after a missed connection",
            0,
        ),
        Assistant(
            "debate",
            "Prof. Okafor",
            "Argues with pleasure and never gets loud.",
            "",
            "C1",
            "Defend an opinion against good arguments",
            2,
        ),
    )
    conversations = (
        PastConversation(7, "Café order", "cafe", "Mia", "/pictures/cafe.svg", 6, at(0, 14, 42)),
        PastConversation(6, "A stubborn cough", "doctor", "Dr Lindqvist", "/pictures/doctor.svg", 11, at(0, 9, 5)),
        PastConversation(5, "Missed connection to Porto", "travel", "Tomás", "/pictures/travel.svg", 4, at(1, 18, 30)),
        PastConversation(4, "Saturday market", "market", "Omar", "/pictures/market.svg", 9, at(1, 11, 12)),
        PastConversation(
            3,
            "Interview at the design studio, second round with the team",
            "job",
            "Ms Adeyemi",
            "/pictures/job.svg",
            14,
            at(4, 16, 0),
        ),
        PastConversation(2, "Should cities ban cars?", "debate", "Prof. Okafor", "", 8, at(12, 20, 15)),
        PastConversation(0, "", "", "", "", 1, at(90, 8, 0)),
    )
    favorites = (
        Favorite(
            "m-72",
            at(0, 14, 44),
            7,
            "Café order",
            "Could I have a tea and a slice of that cake?",
            "Of course! The carrot cake is fresh this morning. Would you like milk with your tea?",
        ),
        Favorite(
            "m-51",
            at(1, 18, 33),
            5,
            "Missed connection to Porto",
            "Is my ticket still valid for the next train?",
            "It is, because the delay was ours. You only need a new seat.",
        ),
        Favorite(
            "m-21",
            at(12, 20, 20),
            2,
            "Should cities ban cars?",
            "",
            "That is a fair point, but who pays for the buses?",
            True,
        ),
    )
    return Catalogue(assistants, conversations, favorites, frozenset(f.id for f in favorites))


def sample_turns(now: datetime = NOW) -> tuple[Turn, ...]:
    """Return six turns: one typed, one interrupted, the last one still being spoken."""
    t = now.timestamp() - 60
    assistant, learner = Speaker.ASSISTANT, Speaker.LEARNER
    return (
        Turn(
            "assistant-1",
            assistant,
            t,
            "Good morning! What can I get you?",
            TurnStatus.FINAL,
            message_id="m-71",
            generation=1,
            ended_at=t + 2,
            heard_ms=2000,
            sound_ms=2000,
        ),
        Turn(
            "learner-1",
            learner,
            t + 4,
            "Could I have a tea and a slice of that cake?",
            TurnStatus.FINAL,
            item_id="i-1",
            message_id="l-1",
            ended_at=t + 8,
        ),
        Turn(
            "assistant-2",
            assistant,
            t + 9,
            "Of course! The carrot cake is fresh this morning. Would you like milk "
            "with your tea, or would you rather have lemon?",
            TurnStatus.INTERRUPTED,
            message_id="m-72",
            generation=2,
            ended_at=t + 14,
            heard_ms=4200,
            sound_ms=6900,
        ),
        Turn(
            "learner-2",
            learner,
            t + 14,
            "Milk, please.",
            TurnStatus.FINAL,
            typed=True,
            message_id="l-2",
            ended_at=t + 14,
        ),
        Turn(
            "assistant-3",
            assistant,
            t + 16,
            "Sure. Anything to eat besides the cake?",
            TurnStatus.FINAL,
            message_id="m-73",
            generation=3,
            ended_at=t + 18,
            heard_ms=2400,
            sound_ms=2400,
        ),
        Turn("learner-3", learner, t + 20, "No thank you, that is all I", TurnStatus.LIVE, item_id="i-3"),
    )


_CALLING = (Phase.CONNECTING, Phase.LOBBY, Phase.JOINING)
_SOUNDLESS = (Phase.STOPPING, Phase.ENDED, Phase.FAILED)


def sample_state(phase: Phase = Phase.LEARNER_SPEAKING, now: datetime = NOW) -> ConversationState:
    """Return the café conversation in `phase`; IDLE is the state before any conversation."""
    if phase is Phase.IDLE:
        return ConversationState()
    turns = sample_turns(now)
    reply = None
    if phase is not Phase.LEARNER_SPEAKING:
        turns = turns[:-1]
    if phase is Phase.ASSISTANT_SPEAKING:
        turns = (*turns[:-1], replace(turns[-1], status=TurnStatus.LIVE, heard_ms=900))
        reply = Reply(3, "assistant-3", "m-73", sound_ms=2400, playing=True)
    if phase in _CALLING:
        turns = ()
    return ConversationState(
        phase=phase,
        assistant_id="cafe",
        course_id=8,
        course_name="Café order",
        started_at=now.timestamp() - 102,
        link_up=True,
        sound_open=phase not in _SOUNDLESS,
        capturing=phase not in _SOUNDLESS and phase not in _CALLING,
        attempt_id="attempt-1",
        chat_id="chat-1",
        joined=True,
        voice=Voice.ON,
        muted=phase is Phase.MUTED,
        turns=turns,
        open_turn_key="learner-3" if phase is Phase.LEARNER_SPEAKING else "",
        reply=reply,
        generation=3,
        hints=(
            Hint("Ask what kinds of tea there are.", "h-1"),
            Hint("Say that you would like to pay.", "h-2"),
            Hint("“Could I have the bill, please?”", "h-3"),
        ),
    )
