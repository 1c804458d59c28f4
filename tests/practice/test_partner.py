import asyncio
import random
from collections.abc import AsyncGenerator
from contextlib import aclosing

import pytest

from desktop.practice.partner import PATIENCE, ScriptedPartner
from desktop.practice.scenarios import Scenario, load_common, load_scenarios, load_scenes

SCENARIOS = {scenario.picture.removesuffix(".svg"): scenario for scenario in load_scenarios().values()}
ALL = {**SCENARIOS, **load_scenes()}
COMMON = load_common()
NOISE = (
    "asdf qwer", "yes", "no", "I don't know", "My brother go there every day", "What time is it?", "", "...",
    "I have 25 years", "Thank you", "What do you mean?", "Slower, please.", "Help me", "🙂",
    "{drink}", "%s \\1", "a" * 3000,
)  # fmt: skip


def partner(name: str, seed: int = 1) -> ScriptedPartner:
    return ScriptedPartner(SCENARIOS[name], COMMON, seed)


def heard(sentences: AsyncGenerator[str, None]) -> str:
    async def collect() -> str:
        async with aclosing(sentences):
            return " ".join([sentence async for sentence in sentences])

    return asyncio.run(collect())


def talk(name: str, *said: str, seed: int = 1) -> tuple[ScriptedPartner, str]:
    """Return the partner and its last answer after the opening and these turns."""
    made = partner(name, seed)
    answer = heard(made.opening())
    for text in said:
        answer = heard(made.reply(text))
    return made, answer


@pytest.mark.parametrize("scenario", SCENARIOS.values(), ids=SCENARIOS)
@pytest.mark.parametrize("seed", range(6))
def test_thirty_turns_of_anything_never_end_in_silence_or_the_same_words(scenario: Scenario, seed: int) -> None:
    pick = random.Random(seed)
    made = ScriptedPartner(scenario, COMMON, seed)
    hints = [hint for node in scenario.nodes.values() for hint in node.hints]
    said = [heard(made.opening())]
    for _ in range(30):
        answer = heard(made.reply(pick.choice([*made.hints() * 3, *hints, *NOISE])))
        assert answer.strip()
        assert "{" not in answer.replace("{drink}", "")
        assert made.hints()
        said.append(answer)
    repeated = {answer for answer in said if said.count(answer) > 1}
    assert not repeated


@pytest.mark.parametrize("scenario", ALL.values(), ids=ALL)
@pytest.mark.parametrize("seed", range(8))
def test_a_learner_who_follows_the_hints_comes_to_the_end(scenario: Scenario, seed: int) -> None:
    pick = random.Random(seed)
    made = ScriptedPartner(scenario, COMMON, seed)
    heard(made.opening())
    turns = 0
    while not made.finished:
        heard(made.reply(pick.choice(made.hints())))
        turns += 1
        assert turns <= 30
    assert turns >= (5 if scenario in SCENARIOS.values() else 3)


@pytest.mark.parametrize("scenario", ALL.values(), ids=ALL)
def test_every_hint_is_understood_where_it_is_given(scenario: Scenario) -> None:
    """Nothing that was offered may be met by a repair: the partner's answer differs from that to nonsense."""
    reflections = (*COMMON.lines["reflect"], *COMMON.lines["pardon"])
    for node in scenario.nodes.values():
        if node.ends:
            continue
        for hint in node.hints:
            made = ScriptedPartner(scenario, COMMON, 1)
            made._node = node
            answer = heard(made.reply(hint))
            assert not answer.startswith(reflections), (node.id, hint)


def test_the_same_seed_gives_the_same_talk_and_another_seed_another() -> None:
    said = ("A latte, please", "large", "no sugar", "nothing", "for here")
    assert talk("cafe", *said, seed=5)[1] == talk("cafe", *said, seed=5)[1]
    assert len({talk("cafe", *said, seed=seed)[1] for seed in range(8)}) > 1


def test_one_sentence_can_answer_several_questions() -> None:
    _, answer = talk("cafe", "I'd like a large cappuccino with oat milk, please.")
    assert "cappuccino" in answer.lower()
    assert not any(line in answer for line in SCENARIOS["cafe"].nodes["size"].say + SCENARIOS["cafe"].nodes["milk"].say)
    assert any(line in answer for line in SCENARIOS["cafe"].nodes["food"].say)


def test_what_the_learner_chose_is_in_the_summary() -> None:
    made, answer = talk(
        "cafe", "a large latte", "oat milk", "a muffin", "for here", "I'm on holiday", "no thanks", "by card", "Tom"
    )
    assert made.finished
    assert "latte" in answer
    assert "muffin" in answer


def test_an_error_is_said_back_the_right_way_but_not_twice_running() -> None:
    made, answer = talk("smalltalk", "My brother go to school by bus.")
    assert "your brother goes to school by bus" in answer.lower()
    assert "goes to work" not in heard(made.reply("My sister go to work by car."))
    assert "your mother works here" in heard(made.reply("My mother work here.")).lower()


def test_a_request_to_repeat_brings_the_last_words_back() -> None:
    made, before = talk("hotel", "Yes, I have a reservation.")
    again = heard(made.reply("Sorry, can you repeat that, please?"))
    assert again.endswith(before)
    assert again != before


def test_a_learner_who_does_not_understand_gets_other_words_and_an_example() -> None:
    made, before = talk("doctor")
    answer = heard(made.reply("I don't understand."))
    assert before not in answer
    assert any(line in answer for line in SCENARIOS["doctor"].nodes["greeting"].again)
    assert any(hint in answer for hint in made.hints())


def test_a_question_of_the_learner_is_answered_and_the_talk_goes_back_to_its_own() -> None:
    made, _ = talk("cafe", "A tea, please.")
    answer = heard(made.reply("Where is the toilet?"))
    assert any(aside in answer for aside in ("at the back", "down the stairs"))
    assert made.hints() == SCENARIOS["cafe"].nodes["size"].hints


def test_the_partner_goes_on_when_it_cannot_make_sense_of_the_answers() -> None:
    made, _ = talk("cafe", "A tea, please.", *["grmpf"] * PATIENCE)
    assert made.hints() == SCENARIOS["cafe"].nodes["size"].hints
    heard(made.reply("grmpf"))
    assert made.hints() == SCENARIOS["cafe"].nodes["milk"].hints


def test_a_goodbye_ends_the_talk_early_and_politely() -> None:
    made, answer = talk("interview", "I have to go now, goodbye!")
    assert made.finished
    assert any(line in answer for line in SCENARIOS["interview"].nodes["goodbye"].say)


def test_silence_is_met_with_patience() -> None:
    _, answer = talk("cafe", "...")
    assert answer in COMMON.lines["nothing_heard"]


def test_after_the_end_the_talk_may_go_on() -> None:
    made, _ = talk("cafe", "Goodbye!")
    answers = [heard(made.reply(text)) for text in ("How are you?", "I like trains", "thank you", "grmpf")]
    assert len(set(answers)) == 4
    assert made.finished


def test_a_talk_taken_up_again_begins_with_a_welcome_and_a_question() -> None:
    answer = heard(partner("directions").welcome_back())
    assert any(line in answer for line in SCENARIOS["directions"].welcome_back)
    assert any(line in answer for line in SCENARIOS["directions"].nodes["greeting"].again)
