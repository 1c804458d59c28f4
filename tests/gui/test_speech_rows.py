from desktop.gui.speech_rows import pace_headers, pace_rows, pause_headers, pause_rows, voice_headers, voice_rows
from desktop.gui.voice_timeline import voice_timeline
from tests.support.sample_speech import sample_speech, voiceless_speech


def test_the_pace_of_each_turn_that_has_one() -> None:
    rows = pace_rows(sample_speech())
    assert (rows[0].key, rows[0].cells()) == ("learner-0", ("1", "10", "4.3 s", "140"))
    assert rows[0].label() == "Turn 1: 140 words a minute"
    assert [row.cells()[0] for row in rows] == ["1", "2", "3", "4", "5", "8", "9", "10"], "6 is too short, 7 was typed"


def test_the_pauses_of_each_spoken_turn() -> None:
    rows = pause_rows(sample_speech())
    assert rows[0].cells() == ("1", "1", "1.3 s", "1.3 s")
    assert rows[2].cells() == ("3", "0", "0.0 s", "–")
    assert "typed-5" not in {row.key for row in rows}


def test_both_voices_one_after_the_other() -> None:
    rows = voice_rows(voice_timeline(sample_speech()), "Mia")
    assert [row.cells() for row in rows[:2]] == [("0:00", "Mia", "3.1 s"), ("0:04", "You", "4.3 s")]
    assert rows[1].label() == "You at 0:04, 4.3 s"


def test_there_is_a_header_for_every_cell() -> None:
    figures = sample_speech()
    assert len(pace_headers()) == len(pace_rows(figures)[0].cells())
    assert len(pause_headers()) == len(pause_rows(figures)[0].cells())
    assert len(voice_headers()) == len(voice_rows(voice_timeline(figures), "Mia")[0].cells())


def test_without_the_voice_there_are_no_rows() -> None:
    assert pace_rows(voiceless_speech()) == pause_rows(voiceless_speech()) == []
