import json

from desktop.cli.figure_lines import facts, line
from desktop.conversation.speech_figures import SpeechFigures
from tests.support.sample_speech import sample_speech, typed_speech


def test_the_figures_of_a_talk_are_one_line() -> None:
    known = json.loads(json.dumps(facts(sample_speech())))
    assert (known["words"], known["distinct_words"], known["words_per_minute"]) == (89, 61, 149.2)
    assert (known["pause_count"], known["longest_pause_s"], known["fillers"]["um"]) == (8, 1.4, 3)
    assert (known["learner_share"], known["response_s"], known["interruptions"]) == (0.534, 0.65, 1)
    assert known["turns"][0] == {
        "words": 10,
        "speaking_s": 4.3,
        "words_per_minute": 139.5,
        "pauses_s": [1.3],
        "fillers": 1,
        "response_s": 0.4,
        "typed": False,
    }


def test_people_read_a_sentence() -> None:
    assert line(facts(sample_speech())) == (
        "Figures: 89 words, 149 a minute, pauses: 8, 20 % of your speaking time, you spoke 53 % of the time, "
        "answers after 0.7 s."
    )


def test_what_is_not_known_is_none_and_left_unsaid() -> None:
    known = facts(typed_speech())
    assert (known["words"], known["words_per_minute"], known["turns"][0]["pauses_s"]) == (89, None, None)
    assert line(known) == "Figures: 89 words."
    assert line(facts(SpeechFigures())) == "Figures: nothing was said."
