from dataclasses import replace

import pytest

from desktop.conversation.speech_figures import SpeechFigures
from desktop.gui.speech_words import Figure, clock, figure_words, pauses_label, seconds
from tests.support.sample_speech import sample_speech, typed_speech, voiceless_speech


def words(figure: Figure, figures: SpeechFigures) -> str:
    return " ".join(part for part in figure_words(figure, figures, "Mia") if part)


def test_every_figure_of_a_talk_has_words() -> None:
    figures = sample_speech()
    said = {figure: words(figure, figures) for figure in Figure}
    assert said[Figure.PACE].startswith("149 words a minute")
    assert said[Figure.PAUSES].startswith("8 pauses, 20 % of your speaking time")
    assert said[Figure.VOICES] == "You spoke 53 % of the time Above you, 0:35 min; below Mia, 0:31 min."
    assert said[Figure.ANSWERS].startswith("0.6 s until you answer")
    assert said[Figure.WORDS] == "89 words, 61 different ones Your longest turn lasted 6.0 s."
    assert said[Figure.FILLERS].replace("\N{NO-BREAK SPACE}", " ").startswith("6 fillers um × 3, uh × 1")
    assert said[Figure.INTERRUPTIONS] == "You cut Mia short once"


def test_what_is_not_known_is_not_said() -> None:
    assert [figure for figure in Figure if words(figure, SpeechFigures())] == []
    assert [figure for figure in Figure if words(figure, voiceless_speech())] == [Figure.WORDS, Figure.FILLERS]
    assert [figure for figure in Figure if words(figure, typed_speech())] == [Figure.WORDS]


@pytest.mark.parametrize(
    ("own", "theirs", "expected"),
    [
        (0, 0, "You let Mia finish Mia let you finish, too."),
        (0, None, "You let Mia finish"),
        (1, 1, "You cut Mia short once Mia began once while you spoke."),
        (3, 2, "You cut Mia short 3 times Mia began 2 times while you spoke."),
    ],
)
def test_interruptions_are_counted_in_words(own: int, theirs: int | None, expected: str) -> None:
    figures = replace(sample_speech(), interruptions=own, times_interrupted=theirs)
    assert words(Figure.INTERRUPTIONS, figures) == expected


def test_one_of_a_thing_is_said_as_one() -> None:
    one = replace(sample_speech(), pause_count=1, words=1, fillers=(("um", 1),))
    assert words(Figure.PAUSES, one).startswith("1 pause,")
    assert words(Figure.WORDS, one).startswith("1 word ")
    assert words(Figure.FILLERS, one).startswith("1 filler ")


def test_no_pause_and_no_filler_is_said_too() -> None:
    none = replace(sample_speech(), pause_count=0, longest_pause_s=None, fillers=())
    assert words(Figure.PAUSES, none).startswith("No pauses")
    assert words(Figure.FILLERS, none).startswith("No fillers")


def test_turns_are_named_by_number_with_their_pauses() -> None:
    labels = [pauses_label(number, turn) for number, turn in enumerate(sample_speech().turns[:3], 1)]
    assert labels == ["Turn 1: 1 pause of 1.3 s", "Turn 2: 2 pauses, 1.5 s in all", "Turn 3: no pause"]


def test_seconds_and_minutes_are_short() -> None:
    assert (seconds(0), seconds(1.25), clock(65.4), clock(0)) == ("0.0", "1.3", "1:05", "0:00")
