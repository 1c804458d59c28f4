"""The bad manners one by one, and that a whole talk can be held through them."""

import asyncio
import base64
from pathlib import Path

from desktop.practice.quirks import STRANGER_CHAT, AnswerManner, BadManners, GoodManners
from desktop.protocol import attempt as wire
from desktop.protocol.aliases import canonical_name
from desktop.protocol.pria import decode_envelope, reply
from tests.practice.talking import FakeSpeech, talk


def delta(number: int) -> wire.UserDelta:
    return wire.UserDelta(chat_id="c", item_id="i", transcript=f"words {number}")


def test_good_manners_change_nothing() -> None:
    (emission,) = GoodManners().play(delta(1))
    assert (emission.name, emission.payload) == ("attempt_user_delta", delta(1).to_wire())


def test_the_same_events_are_always_played_the_same_way() -> None:
    def played() -> list[object]:
        manners = BadManners()
        return [manners.play(delta(number)) for number in range(50)]

    assert played() == played()


def test_every_spelling_of_a_name_is_used_and_events_come_twice() -> None:
    manners = BadManners()
    emissions = [emission for number in range(60) for emission in manners.play(delta(number))]
    assert {emission.name for emission in emissions} >= {
        "attempt_user_delta",
        "attempt.user_delta",
        "attempt_user_progress",
        "attempt.user_progress",
    }
    assert len(emissions) > 75
    assert "" in {emission.payload["chat_id"] for emission in emissions}
    assert STRANGER_CHAT in {emission.payload["chat_id"] for emission in emissions}


def test_no_quirk_changes_what_the_learner_said() -> None:
    manners = BadManners()
    for number in range(60):
        emissions = manners.play(delta(number))
        ours = [
            wire.decode_event(each.name, each.payload) for each in emissions if each.payload["chat_id"] != STRANGER_CHAT
        ]
        assert {event.transcript for event in ours if isinstance(event, wire.UserDelta)} == {f"words {number}"}
        assert len(ours) in (1, 2)


def test_the_text_of_a_reply_can_be_put_together_whatever_the_manner() -> None:
    manners = BadManners()
    manner = set()
    for number in range(9):
        manners.play(wire.AssistantStart(chat_id="c", message_id=f"m{number}", created_at=""))
        text, last = "", ""
        for increment in ("One.", " Two.", " Three."):
            for emission in manners.play(wire.Progress(chat_id="c", content_type="delta", content=increment)):
                event = wire.decode_event(emission.name, emission.payload)
                if isinstance(event, wire.AssistantDelta):
                    text = event.content
                    manner.add("snapshot")
                elif isinstance(event, wire.Progress) and event.chat_id != STRANGER_CHAT:
                    content = event.content or ""
                    if content == last:
                        continue
                    last = content
                    manner.add("snapshot in an increment" if text and content.startswith(text) else "increment")
                    text = content if text and content.startswith(text) else text + content
        assert text == "One. Two. Three."
    assert manner == {"snapshot", "increment", "snapshot in an increment"}


def test_some_completes_are_empty_and_some_are_missing() -> None:
    manners = BadManners()
    contents = []
    for number in range(10):
        emissions = manners.play(wire.AssistantComplete(chat_id="c", message_id=f"m{number}", content="All."))
        contents.append([emission.payload.get("content") for emission in emissions][:1])
    assert contents.count([]) == 2
    assert [None] in contents
    assert ["All."] in contents


def test_sound_comes_as_bytes_and_as_base64_under_many_names_and_is_always_the_same() -> None:
    manners = BadManners()
    names, kinds = set(), set()
    for number in range(40):
        pcm = bytes([number]) * 960
        for emission in manners.play(wire.AssistantAudio(chat_id="c", content_type="audio", audio=pcm)):
            if emission.payload["chat_id"] == STRANGER_CHAT:
                continue
            event = wire.decode_event(emission.name, emission.payload)
            assert isinstance(event, wire.AssistantAudio)
            assert event.pcm() == pcm
            names.add(emission.name)
            kinds.add(type(emission.payload["audio"]))
    assert kinds == {bytes, str}
    assert {canonical_name(name) for name in names} == {"attempt_assistant_audio", "attempt_progress"}


def test_after_a_barge_in_one_stale_chunk_comes_late() -> None:
    manners = BadManners()
    sound = base64.b64decode("AQIDBA==")
    manners.play(wire.AssistantStart(chat_id="c", message_id="m", created_at=""))
    manners.play(wire.AssistantAudio(chat_id="c", content_type="audio", audio=sound))
    played = manners.play(wire.UserStart(chat_id="c", message_id="u", item_id="i", created_at=""))
    events = [wire.decode_event(emission.name, emission.payload) for emission in played]
    assert isinstance(events[0], wire.UserStart)
    assert isinstance(events[-1], wire.AssistantAudio)
    assert events[-1].pcm() == sound


def test_stopped_is_held_back_and_never_lost() -> None:
    manners = BadManners()
    stopped = wire.Stopped(chat_id="c", success=True)
    start = wire.AssistantStart(chat_id="c", message_id="m", created_at="")
    assert manners.play(stopped) == []
    assert manners.holding
    assert canonical_name(manners.play(delta(1))[-1].name) == "attempt_stopped"
    assert manners.play(stopped) == []
    assert all(canonical_name(emission.name) != "attempt_stopped" for emission in manners.play(delta(2)))
    assert canonical_name(manners.play(start)[-1].name) == "attempt_stopped"
    manners.play(stopped)
    assert manners.release()
    assert not manners.holding


def test_every_envelope_can_be_read_and_reaches_the_client_once_at_least() -> None:
    manners = BadManners()
    answers = [manners.answer(reply("assistants.list", ["x"])) for _ in range(8)]
    assert {manner for manner, _ in answers} == set(AnswerManner)
    envelopes = [decode_envelope(envelope) for _, envelope in answers]
    assert {envelope.command for envelope in envelopes} == {"assistants.list", None}
    assert all(envelope.content == ["x"] for envelope in envelopes)


def test_an_error_is_never_made_to_look_like_a_success() -> None:
    manners = BadManners()
    assert all(decode_envelope(manners.answer(reply("post", "No.", is_error=True))[1]).is_error for _ in range(8))


def test_a_client_that_follows_the_contract_holds_a_whole_talk(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with talk(tmp_path, FakeSpeech(sentence_s=0.3), quirks=True) as learner:

            def hinted() -> int:
                return len({event.hints[0].message_id for event in learner.all(wire.HintProgress) if event.hints})

            assert len(await learner.ask("assistants.list")) == 6
            await learner.open_talk(selectedCourse={"course_id": 3})
            assert (await learner.start_voice()).success
            await learner.until(lambda: hinted() >= 1)
            for turn in range(1, 7):
                await learner.speak()
                await learner.until(lambda turn=turn: hinted() >= turn + 1)
            await learner.send("attempt_audio_stop")
            await learner.wait_for(wire.AudioEnded)
            await learner.send("attempt_end")
            await learner.wait_for(wire.Ended)
            assert len({turn.message_id for turn in learner.all(wire.UserComplete)}) == 6
            assert {turn.content for turn in learner.all(wire.UserComplete)} == {FakeSpeech().words}
            assert not [event for event in learner.events if isinstance(event, wire.UnknownEvent)]
            (record,) = await learner.ask("conversations.list")
            assert record["history_count"] == 7

    asyncio.run(scenario())


def test_the_first_voice_start_of_every_second_session_is_ignored(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with talk(tmp_path, quirks=True) as learner:
            await learner.open_talk(opening=False)
            assert (await learner.start_voice()).success
            learner.events.clear()
            await learner.open_talk(opening=False)
            await learner.send("attempt_audio_start")
            for _ in range(4):
                await learner.ask("favorites.list")
            assert not learner.all(wire.AudioReady)
            await learner.send("attempt_audio_start")
            assert (await learner.wait_for(wire.AudioReady)).success

    asyncio.run(scenario())
