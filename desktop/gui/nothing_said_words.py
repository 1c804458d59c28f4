"""What the window says of a talk in which nothing was said, yet or for good. No widgets."""

from PySide6.QtCore import QCoreApplication

from desktop.conversation.state import ConversationState, Phase
from desktop.gui.words import OPEN_PHASES


def nothing_said_words(state: ConversationState | None, partner: str) -> tuple[str, str]:
    """Return a title and a sentence. state: None for a talk of the past. partner: empty while there is none."""
    title, sentence = _words(state, partner)
    return title.format(partner=partner), sentence.format(partner=partner)


def _words(state: ConversationState | None, partner: str) -> tuple[str, str]:
    translate = QCoreApplication.translate
    if state is None:
        return translate("Words", "Nothing was said"), translate("Words", "Continue this talk to say something.")
    if not partner:
        return translate("Words", "Nobody to talk with yet"), translate("Words", "Choose a partner to begin.")
    if state.phase in OPEN_PHASES and not state.sound_open:
        return (
            translate("Words", "Nobody hears you"),
            translate("Words", "Write to {partner}, or mend the sound and start the talk again."),
        )
    if state.phase in OPEN_PHASES:
        return (
            translate("Words", "The microphone is on"),
            translate("Words", "Say hello, or wait for {partner} to begin."),
        )
    if state.phase in (Phase.CONNECTING, Phase.LOBBY, Phase.JOINING):
        is_in_lobby = state.phase is Phase.LOBBY
        return (
            translate("Words", "In {partner}’s lobby") if is_in_lobby else translate("Words", "Calling {partner}"),
            translate("Words", "You can speak already; what you say is kept.")
            if state.capturing
            else translate("Words", "The microphone is being opened."),
        )
    if state.phase is Phase.FAILED:
        return (
            translate("Words", "The talk could not begin"),
            translate("Words", "Press the round button below to try again."),
        )
    return (
        translate("Words", "Talk with {partner}"),
        translate("Words", "Press the round button below and say hello."),
    )
