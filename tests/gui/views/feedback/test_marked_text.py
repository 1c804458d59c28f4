from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QInputMethodEvent, QTextCursor
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.conversation.feedback import CheckResult, CheckState, Feedback, TextSpan, Verdict
from desktop.gui.models.remarks import Remarks
from desktop.gui.text_positions import whole_characters
from desktop.gui.views.feedback.mark_places import Piece
from desktop.gui.views.feedback.marked_text import MarkedText
from tests.gui.views.hosting import host

TEXT = "😀 I has a tea and a apple.\nHe go home."


def remark(verdict: Verdict, words: str, text: str = TEXT, message: str = "Look here.") -> Feedback:
    start = text.index(words)
    return Feedback(message, verdict, "Grammar", (TextSpan(start, start + len(words), words),))


HAS = remark(Verdict.WRONG, "has", message="Say <had>.")
ARTICLE = remark(Verdict.PARTIAL, "a apple")
APPLE = remark(Verdict.UNKNOWN, "apple")
GO = remark(Verdict.WRONG, "go")


@pytest.fixture
def editor(qtbot: QtBot) -> Iterator[MarkedText]:
    editor = MarkedText(Remarks())
    window = host(qtbot, editor, 500, 300)
    yield editor
    window.hide()


def check(editor: MarkedText, *feedback: Feedback, text: str = TEXT) -> None:
    editor.set_text(text)
    editor.remarks.show(CheckResult(CheckState.REMARKS, feedback), editor.text())


def pieces(editor: MarkedText) -> list[Piece]:
    return editor._pieces(QRectF(editor.viewport().rect()))


def words_of(editor: MarkedText, piece: Piece) -> str:
    cursor = QTextCursor(editor.document())
    cursor.setPosition(piece.start)
    cursor.setPosition(piece.end, QTextCursor.MoveMode.KeepAnchor)
    return cursor.selectedText()


def point_on(editor: MarkedText, words: str) -> QPoint:
    start = len(editor.text()[: editor.text().index(words)].encode("utf-16-le")) // 2
    cursor = QTextCursor(editor.document())
    cursor.setPosition(start + 1)
    return editor.cursorRect(cursor).center()


def put_cursor(editor: MarkedText, words: str) -> None:
    start = editor.text().index(words)
    editor.select_span(start, start)


@pytest.mark.parametrize(
    ("put", "kept"),
    [
        ("  two  spaces \n\n", "  two  spaces \n\n"),
        ("no\u00a0break\u2028line\tend\u00ad", "no\u00a0break\u2028line\tend\u00ad"),
        ("a\r\nb\rc\u2029d", "a\nb\nc\nd"),
        ("cafe\u0301 😀 שלום", "cafe\u0301 😀 שלום"),
        ("half \ud83d of one", "half  of one"),
    ],
)
def test_the_answer_is_kept_exactly(editor: MarkedText, put: str, kept: str) -> None:
    editor.set_text(put)
    assert editor.text() == kept
    pasted = QMimeData()
    pasted.setHtml("<b>never</b>")
    pasted.setText(put.encode("utf-8", "ignore").decode())
    editor.selectAll()
    editor.insertFromMimeData(pasted)
    assert editor.text() == kept


def test_what_is_typed_is_told_to_the_remarks(editor: MarkedText, qtbot: QtBot) -> None:
    told = QSignalSpy(editor.edited)
    qtbot.keyClicks(editor, "ab")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert editor.text() == editor.remarks.text == "ab\n\n"
    assert told.count() == 4


def test_a_pasted_picture_or_format_stays_outside(editor: MarkedText) -> None:
    data = QMimeData()
    data.setHtml("<b>bold</b>")
    editor.insertFromMimeData(data)
    assert editor.text() == ""


def test_marks_stand_on_their_words_behind_an_emoji(editor: MarkedText) -> None:
    check(editor, HAS, GO)
    assert [words_of(editor, piece) for piece in pieces(editor)] == ["has", "go"]
    for piece, words in zip(pieces(editor), ("has", "go"), strict=True):
        assert piece.box.contains(point_on(editor, words))
        assert piece.is_first


def test_a_mark_over_several_lines_has_a_piece_on_each_and_one_badge(editor: MarkedText) -> None:
    text = "word " * 60
    check(editor, remark(Verdict.CORRECT, text, text), text=text)
    found = pieces(editor)
    assert len(found) > 2
    assert [piece.is_first for piece in found] == [True] + [False] * (len(found) - 1)
    assert "".join(words_of(editor, piece) for piece in found) == text


def test_nested_marks_lie_below_each_other_with_badges_side_by_side(editor: MarkedText) -> None:
    text = "a apple"
    check(editor, remark(Verdict.PARTIAL, text, text), remark(Verdict.WRONG, "a", text), text=text)
    whole, article = sorted(pieces(editor), key=lambda piece: -piece.box.width())
    assert (whole.lane, article.lane) == (1, 0)
    assert whole.badge(10).left() != article.badge(10).left()


def test_only_what_is_in_sight_is_looked_for(editor: MarkedText) -> None:
    text = "\n".join(f"{number:04} words go here" for number in range(800))
    lines = text.split("\n")
    check(editor, *(remark(Verdict.WRONG, line, text) for line in lines), text=text)
    assert 5 < len(pieces(editor)) < 30
    editor.select_span(len(text), len(text))
    assert "0799" in words_of(editor, pieces(editor)[-1])


def test_a_mark_in_text_of_both_directions_goes_where_its_letters_go(editor: MarkedText) -> None:
    text = "one שלום עולם two"
    check(editor, remark(Verdict.WRONG, "one שלום", text), text=text)
    first, second = pieces(editor)
    assert first.box.right() < second.box.left()  # the first Hebrew word stands right of the second
    assert (first.is_first, second.is_first, second.begins_right) == (True, False, True)


def test_a_click_chooses_and_another_takes_the_next_on_the_same_words(editor: MarkedText, qtbot: QtBot) -> None:
    check(editor, HAS, ARTICLE, APPLE)
    qtbot.mouseClick(editor.viewport(), Qt.MouseButton.LeftButton, pos=point_on(editor, "has"))
    assert editor.remarks.current == 0
    for expected in (2, 1, 2):
        qtbot.mouseClick(editor.viewport(), Qt.MouseButton.LeftButton, pos=point_on(editor, "pple"))
        assert editor.remarks.current == expected
        assert not editor.textCursor().hasSelection()


def test_a_click_on_the_underline_counts_and_one_beside_the_words_does_not(editor: MarkedText, qtbot: QtBot) -> None:
    check(editor, GO)
    reach = pieces(editor)[0].reach
    below = QPoint(round(reach.center().x()), round(reach.bottom()) - 2)
    qtbot.mouseClick(editor.viewport(), Qt.MouseButton.LeftButton, pos=below)
    assert editor.remarks.current == 0
    editor.remarks.choose(-1)
    qtbot.mouseClick(editor.viewport(), Qt.MouseButton.LeftButton, pos=below + QPoint(300, 0))
    assert editor.remarks.current == -1


def test_marking_a_word_with_two_clicks_chooses_once(editor: MarkedText, qtbot: QtBot) -> None:
    check(editor, ARTICLE, APPLE)
    chosen = QSignalSpy(editor.remarks.currentChanged)
    qtbot.mouseDClick(editor.viewport(), Qt.MouseButton.LeftButton, pos=point_on(editor, "pple"))
    assert chosen.count() <= 1
    assert editor.textCursor().selectedText() == "apple"


def test_alt_enter_on_marked_words_asks_for_the_card(editor: MarkedText, qtbot: QtBot) -> None:
    check(editor, HAS)
    asked = QSignalSpy(editor.cardRequested)
    put_cursor(editor, " tea")
    qtbot.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    assert (asked.count(), editor.remarks.current) == (0, -1)
    put_cursor(editor, "as a")
    qtbot.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    assert (asked.count(), editor.remarks.current) == (1, 0)
    assert editor.text() == TEXT


def test_choosing_a_remark_elsewhere_selects_its_words_and_brings_them_into_sight(editor: MarkedText) -> None:
    text = "word\n" * 100 + "the end 😀 is here"
    check(editor, remark(Verdict.WRONG, "is here", text), text=text)
    editor.clearFocus()
    editor.remarks.next()
    assert editor.textCursor().selectedText() == "is here"
    assert [words_of(editor, piece) for piece in pieces(editor)] == ["is here"]
    assert not editor.hasFocus()
    editor.show_current()
    assert editor.hasFocus()


def test_undo_and_redo_do_not_know_of_marks(editor: MarkedText, qtbot: QtBot) -> None:
    check(editor, HAS)
    assert not editor.document().isUndoAvailable()
    put_cursor(editor, "has")
    qtbot.keyClicks(editor, "x")
    assert editor.remarks.state is CheckState.STALE
    assert pieces(editor) == []
    editor.remarks.choose(0)
    editor.undo()
    assert editor.text() == TEXT
    assert editor.remarks.state is CheckState.REMARKS
    assert [words_of(editor, piece) for piece in pieces(editor)] == ["has"]
    assert not editor.document().isUndoAvailable()
    editor.redo()
    assert "xhas" in editor.text()


def test_what_is_remarked_at_the_cursor_is_there_for_a_screen_reader(editor: MarkedText) -> None:
    check(editor, HAS, ARTICLE, APPLE)
    put_cursor(editor, "pple")
    assert editor.accessibleDescription().startswith("Partly right. Grammar. “a apple”. Look here")
    assert "Note." in editor.accessibleDescription()
    put_cursor(editor, "tea")
    assert editor.accessibleDescription() == ""


def test_the_tool_tip_says_the_remark_as_plain_words(editor: MarkedText) -> None:
    check(editor, HAS)
    assert "Say &lt;had&gt;" in editor.tip_at(QPointF(point_on(editor, "has")))
    assert editor.tip_at(QPointF(point_on(editor, "tea"))) == ""


def test_filters_take_marks_away(editor: MarkedText) -> None:
    check(editor, HAS, APPLE)
    editor.remarks.toggle(Verdict.WRONG)
    assert [words_of(editor, piece) for piece in pieces(editor)] == ["apple"]


def test_every_line_keeps_its_room_below_whatever_is_put_in(editor: MarkedText, qtbot: QtBot) -> None:
    def heights() -> set[float]:
        layout = editor.document().documentLayout()
        block, found = editor.document().firstBlock(), set()
        while block.isValid():
            found.add(round(layout.blockBoundingRect(block).height()))
            block = block.next()
        return found

    check(editor, text="one\ntwo")
    usual = heights()
    assert len(usual) == 1
    editor.selectAll()
    qtbot.keyClick(editor, Qt.Key.Key_Delete)
    data = QMimeData()
    data.setText("one\n\ntwo\r\nthree")
    editor.insertFromMimeData(data)
    assert heights() == usual


def test_what_is_being_composed_pushes_the_marks_along_with_their_words(editor: MarkedText) -> None:
    check(editor, HAS, ARTICLE)
    place = TEXT.index("tea")
    editor.select_span(place, place)
    before = {piece.mark.remark: piece.box.left() for piece in pieces(editor)}
    QApplication.sendEvent(editor, QInputMethodEvent("にほん", []))
    after = {piece.mark.remark: piece.box.left() for piece in pieces(editor)}
    assert after[0] == before[0]
    assert after[1] > before[1] + 10
    assert editor.remarks.state is CheckState.REMARKS


def test_a_screen_reader_hears_a_remark_once_when_it_is_gone_to(
    editor: MarkedText, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr("desktop.gui.views.feedback.marked_text.announce", lambda _source, words: said.append(words))
    check(editor, HAS, GO)
    editor.setFocus()
    editor.remarks.next()
    assert said == [], "the cards say it"
    put_cursor(editor, "tea")
    put_cursor(editor, "go home")
    assert said == ["Wrong. Grammar. “go”. Look here."]


LETTERS = st.text(st.sampled_from("ab \n\re\u0301\u05d0\u05d1😀👩\u200d🚀\u00a0\u2028🇩"), min_size=1, max_size=40)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LETTERS, st.data())
def test_every_mark_covers_exactly_the_characters_of_its_span(
    editor: MarkedText, text: str, data: st.DataObject
) -> None:
    editor.set_text(text)
    text = editor.text()
    start, end = sorted(data.draw(st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))))
    one = Feedback("", Verdict.WRONG, spans=(TextSpan(start, end, text[start:end]),))
    editor.remarks.show(CheckResult(CheckState.REMARKS, (one,)), text)
    first, last = whole_characters(text, start, end)
    found = sorted(pieces(editor), key=lambda piece: piece.start)
    spoken = "".join(words_of(editor, piece) for piece in {piece.start: piece for piece in found}.values())
    assert spoken == text[first:last].replace("\n", "")
