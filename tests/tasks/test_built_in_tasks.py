"""The tasks that come with the program, as their learners and the practice service meet them."""

import io

import pytest
import soundfile as sf

from desktop.backends.paper import answered, solutions_in
from desktop.conversation.feedback import Verdict
from desktop.conversation.task import Answer, Choice, Gap, ResourceKind, TaskKind, filled_in
from desktop.practice.review.essay import essay_findings
from desktop.practice.review.gaps import placeholder_findings
from desktop.practice.review.grammar import load_grammar
from desktop.protocol import bit
from desktop.tasks.files import BUILT_IN, FiledPaper, read_tasks
from desktop.tasks.resources import read_here

FILED = read_tasks(())
THEMES = {"cafe", "directions", "doctor", "hotel", "interview", "smalltalk"}
NONSENSE = "I goed to there yesterday and he don't likes it."
each_task = pytest.mark.parametrize("filed", FILED.papers, ids=lambda filed: filed.paper.task.key)


def verdicts(filed: FiledPaper, answer: Answer) -> list[tuple[Verdict, str]]:
    """Return what the practice service says; for an essay without the grammar checker's second opinion."""
    request = answered(filed.paper.request, answer, feedback_id="i", user_id="u")
    findings = (
        essay_findings(request.answer.text, request.sampleSolution, lambda _text: [])
        if isinstance(request, bit.EssayRequest)
        else placeholder_findings(request)
    )
    return [(Verdict(one.verdict.value), one.message) for one in findings]


def solved(filed: FiledPaper, which: int = 0) -> Answer:
    """Return the answer of the author; where there are several, the first (0) or the last (-1)."""
    task, solutions = filed.paper.task, solutions_in(filed.paper.request)
    if task.kind is TaskKind.ESSAY:
        return Answer(solutions[0])
    names = [piece.name for piece in task.pieces if not isinstance(piece, str)]
    given = (solution.split(" / ")[which] for solution in solutions)
    return Answer("", dict(zip(names, given, strict=True)))


def test_every_file_of_the_folder_is_a_task() -> None:
    assert FILED.faults == ()
    assert len(FILED.papers) == len(list(BUILT_IN.glob("*.json")))


def test_there_are_tasks_of_each_kind_for_each_theme_level_and_sense() -> None:
    tasks = [filed.paper.task for filed in FILED.papers]

    for kind in TaskKind:
        assert sum(task.kind is kind for task in tasks) >= 4
    assert {task.key.removeprefix("builtin/").partition("-")[0] for task in tasks} == THEMES
    assert {task.title[-2:] for task in tasks} == {"A1", "A2", "B1", "B2"}
    kinds = [task.resource.kind for task in tasks if task.resource]
    assert kinds.count(ResourceKind.AUDIO) >= 2
    assert kinds.count(ResourceKind.IMAGE) >= 1


@each_task
@pytest.mark.parametrize("which", [0, -1])
def test_the_authors_solution_is_right(filed: FiledPaper, which: int) -> None:
    found = verdicts(filed, solved(filed, which))
    assert found
    assert {verdict for verdict, _ in found} == {Verdict.CORRECT}


@each_task
def test_nonsense_is_wrong_in_every_place(filed: FiledPaper) -> None:
    task = filed.paper.task
    names = [piece.name for piece in task.pieces if not isinstance(piece, str)]
    found = verdicts(filed, Answer(NONSENSE, dict.fromkeys(names, "xylophone")))
    wrong = [verdict for verdict, _ in found if verdict is Verdict.WRONG]
    assert len(wrong) == len(names) or (task.kind is TaskKind.ESSAY and wrong)


@each_task
def test_it_says_what_to_do_and_fits_its_place(filed: FiledPaper) -> None:
    task = filed.paper.task
    assert task.has_solution
    assert 20 < len(task.instruction) < 600
    assert task.instruction.endswith((".", "?"))
    blanks = [piece for piece in task.pieces if not isinstance(piece, str)]
    assert task.kind is TaskKind.ESSAY or 7 <= len(blanks) <= 10
    assert {type(one) for one in blanks} <= {Gap if task.kind is TaskKind.CLOZE else Choice}
    shown = filled_in(task, Answer())[0] + task.instruction + task.title + repr(blanks)
    if task.kind is TaskKind.CLOZE:
        assert not any(f" {answer} " in one.hint for one in blanks for answer in solutions_in(filed.paper.request))
    assert "{" not in filled_in(task, Answer())[0]
    assert "isCorrect" not in shown


def test_the_right_choice_does_not_always_stand_in_the_same_place() -> None:
    places = []
    for filed in FILED.papers:
        if filed.paper.task.kind is TaskKind.MULTIPLE_CHOICE_TEXT:
            choices = [piece for piece in filed.paper.task.pieces if isinstance(piece, Choice)]
            right = solutions_in(filed.paper.request)
            places += [choice.options.index(one) for choice, one in zip(choices, right, strict=True)]
            assert all(len(set(choice.options)) == 3 for choice in choices)
    assert max(places.count(place) for place in range(3)) <= len(places) / 2


@each_task
def test_what_belongs_to_it_is_beside_it_and_small(filed: FiledPaper) -> None:
    resource = filed.paper.task.resource
    if resource is None:
        return
    content = read_here(resource.source, filed.root)
    assert len(content) < 150_000
    if resource.kind is ResourceKind.IMAGE:
        assert content.startswith(b"<svg")
        return
    sound = sf.info(io.BytesIO(content))
    assert (sound.channels, sound.samplerate) == (1, 24_000)
    assert 20 <= sound.duration <= 30


@pytest.mark.speech
def test_the_grammar_checker_agrees_with_the_sample_solutions() -> None:
    grammar = load_grammar()
    essays = [filed.paper.request for filed in FILED.papers]
    found = [one for essay in essays if isinstance(essay, bit.EssayRequest) for one in grammar(essay.sampleSolution)]
    assert found == []
