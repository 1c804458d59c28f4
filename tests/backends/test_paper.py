from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.backends.feedback import answer_text
from desktop.backends.paper import answered, paper_of, solutions_in, spoken_essay
from desktop.conversation.task import Answer, Choice, Gap, Resource, ResourceKind, TaskKind, filled_in
from desktop.protocol import bit
from desktop.protocol.errors import WireFormatError
from tests.support.seeds import sample

BITS = sample("bit")
CLOZE: dict[str, Any] = {
    "type": "cloze",
    "instruction": "Fill in.\u202e\x07",
    "body": "I {0} home,\r\n{9} and {1}.",
    "placeholders": {
        "{0}": {"type": "gap", "solutions": ["went", "ran"], "hint": "past"},
        "{1}": {"type": "gap", "solutions": ["slept"], "isCaseSensitive": False},
    },
}
CHOICES: dict[str, Any] = {
    "type": "multiple-choice-text",
    "title": "Since or for",
    "body": "{0} Monday",
    "placeholders": {
        "{0}": {
            "type": "select",
            "prefix": "(",
            "postfix": ")",
            "options": [{"text": "since", "isCorrect": True}, {"text": "for", "isCorrect": False, "hint": "how long?"}],
        }
    },
}


def test_gaps_stand_where_they_are_in_the_body() -> None:
    task = paper_of(CLOZE, "key", "a name", "a folder").task

    assert task.pieces == ("I ", Gap("{0}", "past"), " home,\n{9} and ", Gap("{1}"), ".")
    assert (task.kind, task.title, task.instruction) == (TaskKind.CLOZE, "a name", "Fill in.")
    assert (task.key, task.folder, task.has_solution) == ("key", "a folder", True)


def test_choices_keep_their_order_and_hints_and_not_what_is_right() -> None:
    task = paper_of(CHOICES, "key", "a name").task

    assert task.pieces == (Choice("{0}", ("since", "for"), "(", ")", ("", "how long?")), " Monday")
    assert task.title == "Since or for"


@pytest.mark.parametrize("wire", [CLOZE, CHOICES, BITS["essay_request"] | {"sampleSolution": "a secret"}])
def test_a_task_gives_no_answer_away(wire: dict[str, Any]) -> None:
    paper = paper_of(wire, "key", "name")
    for secret in ("went", "slept", "a secret", "isCorrect"):
        assert secret not in repr(paper.task)
        assert secret not in repr(paper)


def test_solutions_are_those_of_the_author_in_the_order_of_the_text() -> None:
    assert solutions_in(paper_of(CLOZE, "", "").request) == ("went / ran", "slept")
    assert solutions_in(paper_of(CHOICES, "", "").request) == ("since",)
    essay = {"type": "essay", "sampleSolution": "I went home."}
    assert solutions_in(paper_of(essay, "", "").request) == ("I went home.",)
    for without in ({"type": "essay"}, {**CLOZE, "placeholders": {"{0}": {"type": "gap"}}}):
        paper = paper_of(without, "", "")
        assert (solutions_in(paper.request), paper.task.has_solution) == ((), False)


def test_an_answered_bit_holds_the_answer_as_typed_and_our_own_ids() -> None:
    wire = {**CLOZE, "feedbackEngine": {"feedbackId": "x", "tenantId": 7, "userId": "the author"}, "lead": "kept"}
    paper = paper_of(wire, "", "")
    answer = Answer("", {"{0}": " wént\u0301", "{7}": "nowhere"}, 61.27)

    sent = answered(paper.request, answer, feedback_id="cloze-1", user_id="me").to_wire()
    assert sent["feedbackEngine"] == {"feedbackId": "cloze-1", "tenantId": 7, "userId": "me", "timeOnTask": 61.3}
    assert sent["placeholders"]["{0}"]["answer"] == {"text": " wént\u0301"}
    assert sent["placeholders"]["{1}"]["answer"] == {"text": ""}
    assert set(sent["placeholders"]) == {"{0}", "{1}"}
    assert sent["lead"] == "kept"
    assert bit.decode_request(sent).to_wire() == sent


@given(st.text(), st.text(), st.text(st.characters(exclude_characters="{\r", exclude_categories=["Cs"])))
def test_the_view_and_the_service_count_in_the_same_text(first: str, second: str, between: str) -> None:
    """Spans count in what the service fills in: the view's text must be the same, character by character."""
    for wire in (CLOZE, CHOICES):
        paper = paper_of({**wire, "body": f"{between}{{0}} {between}{{1}}"}, "", "")
        answer = Answer("", {"{0}": first, "{1}": second})
        request = answered(paper.request, answer, feedback_id="i", user_id="u")
        assert filled_in(paper.task, answer)[0] == answer_text(request)


def test_an_essay_is_answered_with_nothing_changed() -> None:
    text = " a\u0301 👩‍🏫\n\n"
    request = answered(paper_of({"type": "essay"}, "", "").request, Answer(text), feedback_id="i", user_id="u")
    assert isinstance(request, bit.EssayRequest)
    assert request.answer.text == text


@pytest.mark.parametrize(
    ("resource", "shown"),
    [
        ({"type": "audio", "audio": {"format": "mp3", "src": " a.mp3 "}}, Resource(ResourceKind.AUDIO, "a.mp3", "mp3")),
        ({"type": "image", "image": {"src": "a.svg"}}, Resource(ResourceKind.IMAGE, "a.svg")),
        ({"type": "image", "image": {"src": "b", "alt": "A\ncat"}}, Resource(ResourceKind.IMAGE, "b", "", "A cat")),
        ({"type": "video", "video": {"src": "a.mp4"}}, None),
        ({"type": "audio"}, None),
        ({"type": "audio", "audio": {"src": ""}}, None),
        (None, None),
    ],
)
def test_sounds_and_pictures_are_known_and_others_left_out(resource: Any, shown: Resource | None) -> None:
    assert paper_of({"type": "essay", "resource": resource}, "", "").task.resource == shown


def test_a_title_is_one_line_of_bounded_length() -> None:
    task = paper_of({"type": "essay", "title": "\x1b[1m a\n b \u202e" + "c" * 500}, "", "").task
    assert task.title.startswith("[1m a b c")
    assert len(task.title) == 120
    assert paper_of({"type": "essay", "instruction": "Write it."}, "", "").task.title == "Write it."


def test_an_authors_own_id_is_kept_and_another_begins_with_the_type() -> None:
    assert paper_of(BITS["essay_request"], "", "").request.feedbackEngine.feedbackId == "string"
    made = [paper_of({"type": "essay"}, "", "").request.feedbackEngine.feedbackId for _ in range(2)]
    assert made[0] != made[1]
    assert all(one.startswith("essay-") for one in made)


@pytest.mark.parametrize("wire", [{}, {"type": "essay", "feedbackEngine": 5}, {"type": "essay", "answer": 5}])
def test_what_is_no_bit_is_a_wire_format_error(wire: dict[str, Any]) -> None:
    with pytest.raises(WireFormatError):
        paper_of(wire, "", "")


def test_what_an_author_left_out_as_null_is_left_out() -> None:
    nulls = dict.fromkeys(("instruction", "sampleSolution", "answer", "meta", "resource", "feedbackEngine", "format"))
    assert paper_of({**nulls, "type": "essay"}, "", "a name").task.title == "a name"


def test_a_free_text_task_is_an_essay() -> None:
    paper = paper_of(sample("free_text")["request"], "key", "a name")
    given = sample("free_text")["request"]["taskDefinition"]
    assert (paper.task.kind, paper.task.instruction) == (TaskKind.ESSAY, given["problemStatement"])
    assert solutions_in(paper.request) == tuple(given["sampleSolutions"])
    for broken in ({"taskType": "FREEFORM_TEXT"}, {"taskType": "X", "taskDefinition": {"problemStatement": 5}}):
        with pytest.raises(WireFormatError):
            paper_of(broken, "", "")


def test_what_was_said_is_an_essay_to_check() -> None:
    essay = spoken_essay("Café order", "I has.\nYes.", feedback_id="essay-1", user_id="me")
    assert bit.decode_request(essay.to_wire()) == essay
    assert (essay.instruction, essay.answer.text) == ("Café order", "I has.\nYes.")
