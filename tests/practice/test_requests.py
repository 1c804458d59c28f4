import asyncio
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from desktop.practice.scenarios import load_scenarios
from desktop.protocol import attempt as wire
from desktop.protocol import pria
from tests.practice.talking import TOKEN, FakeSpeech, Learner, connected_learner, running_service, talk

COURSE = {"course_id": 1_759_294_218_187, "course_name": "Wednesday"}


async def say(learner: Learner, text: str) -> None:
    done = len(learner.all(wire.HintProgress))
    await learner.send("attempt_message", message=text)
    await learner.wait_for(wire.HintProgress, done + 1)


def test_the_assistants_are_the_scenarios(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with talk(tmp_path) as learner:
            records = pria.assistants(await learner.ask("assistants.list"))
            assert not records.faults
            assert [record.id for record in records] == list(load_scenarios())
            for record in records:
                assert record.picture_url
                assert record.picture_url.startswith("/scenarios/")
                assert record.level in {"A1", "A2", "B1", "B2"}
                assert record.goal

    asyncio.run(scenario())


def test_a_talk_is_listed_with_its_exchanges_after_the_service_started_again(tmp_path: Path) -> None:
    async def scenario() -> None:
        hotel = list(load_scenarios())[2]
        async with talk(tmp_path) as learner:
            await learner.open_talk(assistantId=hotel, selectedCourse=COURSE)
            await say(learner, "Yes, I have a reservation.")
            await say(learner, "My name is Ada.")
        async with talk(tmp_path) as learner:
            (record,) = pria.conversations(await learner.ask("conversations.list"))
            assert (record.course_id, record.course_name) == (1_759_294_218_187, "Wednesday")
            assert record.history_count == 2
            assert record.assistant is not None
            assert record.assistant.id == hotel
            assert record.last_dialogue_date
            assert record.last_dialogue_date.endswith("Z")

    asyncio.run(scenario())


def test_a_talk_in_which_nothing_was_said_is_not_listed(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with talk(tmp_path) as learner:
            await learner.open_talk(selectedCourse=COURSE)
            await learner.start_voice()
            await learner.wait_for(wire.HintProgress)
            assert await learner.ask("conversations.list") == []

    asyncio.run(scenario())


def test_a_star_is_set_listed_and_taken_away(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with talk(tmp_path) as learner:
            await learner.open_talk(selectedCourse=COURSE)
            await say(learner, "A large tea, please.")
            exchange = learner.all(wire.AssistantComplete)[0]
            assert (await learner.ask("favorites.set", id=exchange.message_id, favorite=True))["success"]
            (favorite,) = pria.favorites(await learner.ask("favorites.list"))
            assert favorite.id == exchange.message_id
            assert favorite.favorite
            assert (favorite.course_id, favorite.course_name) == (1_759_294_218_187, "Wednesday")
            assert favorite.in_ == pria.FavoriteInput(input="A large tea, please.")
            assert favorite.out == pria.FavoriteOutput(outputs=(exchange.content or "",))
            await learner.ask("favorites.set", id=exchange.message_id, favorite=False)
            assert await learner.ask("favorites.list") == []

    asyncio.run(scenario())


@pytest.mark.parametrize(
    ("command", "parameters"),
    [
        ("favorites.set", {"id": "unknown", "favorite": True}),
        ("favorites.set", {"id": "x"}),
        ("convo.start", {"assistantId": "nobody"}),
        ("convo.start", {"selectedCourse": {"course_id": "soon"}}),
        ("post", {"inputs": []}),
        ("post", {"inputs": ["x" * 5001]}),
        ("post", {"inputs": "text"}),
        ("rename", {}),
    ],
)
def test_a_request_that_cannot_be_done_is_an_error_envelope(
    tmp_path: Path, command: str, parameters: dict[str, Any]
) -> None:
    async def scenario() -> None:
        async with talk(tmp_path) as learner:
            answer = await learner.ask(command, **parameters)
            assert isinstance(answer, str)
            assert answer.startswith("error: ")
            assert answer.endswith(".")

    asyncio.run(scenario())


def test_a_post_is_answered_by_the_partner_and_kept(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with talk(tmp_path) as learner:
            first = pria.post_result(await learner.ask("post", inputs=["A cappuccino, please."], selectedCourse=COURSE))
            second = pria.post_result(await learner.ask("post", inputs=["A small one."], selectedCourse=COURSE))
            assert first.success
            assert first.outputs
            assert "cappuccino" in first.outputs[0].lower()
            assert second.outputs != first.outputs
            assert first.requestArgs is not None
            assert first.requestArgs.selectedCourse is not None
            assert first.requestArgs.selectedCourse.course_id == 1_759_294_218_187
            (record,) = pria.conversations(await learner.ask("conversations.list"))
            assert record.history_count == 2

    asyncio.run(scenario())


def test_minus_one_always_opens_a_new_conversation(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with talk(tmp_path) as learner:
            for _ in range(2):
                await learner.ask("post", inputs=["Hello"], selectedCourse={"course_id": -1, "course_name": ""})
            records = pria.conversations(await learner.ask("conversations.list"))
            assert len({record.course_id for record in records}) == 2
            assert all(record.course_id > 1_600_000_000_000 for record in records)
            assert all(record.course_name == "Cafe order" for record in records)

    asyncio.run(scenario())


def test_a_continued_conversation_keeps_its_partner(tmp_path: Path) -> None:
    async def scenario() -> None:
        doctor = list(load_scenarios())[4]
        async with talk(tmp_path) as learner:
            await learner.ask("post", inputs=["Hello"], assistantId=doctor, selectedCourse=COURSE)
            result = pria.post_result(await learner.ask("post", inputs=["Hello again"], selectedCourse=COURSE))
            assert result.requestArgs is not None
            assert result.requestArgs.assistantId == doctor

    asyncio.run(scenario())


def test_convo_stop_ends_the_voice_session(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with talk(tmp_path) as learner:
            await learner.open_talk(opening=False)
            await learner.start_voice()
            assert await learner.ask("convo.stop") == "Convo stopped (STS)"
            assert (await learner.wait_for(wire.AudioEnded)).success

    asyncio.run(scenario())


def test_the_whole_dialogue_is_read_over_http(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with running_service(tmp_path) as server, connected_learner(server) as learner:
            await learner.open_talk(selectedCourse=COURSE)
            await learner.start_voice()
            await learner.wait_for(wire.HintProgress)
            await learner.send("attempt_audio_stop")
            await say(learner, "A large tea, please.")
            headers = {"x-access-token": TOKEN}
            async with (
                aiohttp.ClientSession(server.url, headers=headers) as client,
                client.post("/user/histories", json={"course_id": str(COURSE["course_id"])}) as response,
            ):
                answer = await response.json()
            assert answer["success"]
            opening, exchange = pria.favorites(answer["data"])
            assert opening.in_ == pria.FavoriteInput(input="")
            assert exchange.in_ == pria.FavoriteInput(input="A large tea, please.")
            said = [complete.content or "" for complete in learner.all(wire.AssistantComplete)]
            assert [record.out for record in (opening, exchange)] == [
                pria.FavoriteOutput(outputs=(text,)) for text in said
            ]
            assert exchange.id == learner.all(wire.AssistantComplete)[1].message_id

    asyncio.run(scenario())


def test_an_interrupted_reply_is_kept_with_how_much_was_heard(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with (
            running_service(tmp_path, FakeSpeech(sentence_s=30.0)) as server,
            connected_learner(server) as learner,
        ):
            await learner.open_talk(selectedCourse=COURSE)
            await learner.start_voice()
            await learner.until(lambda: len(learner.all(wire.AssistantAudio)) > 60)
            await learner.send("attempt_stop")
            await learner.wait_for(wire.Stopped)
            headers = {"Authorization": f"Bearer {TOKEN}"}
            async with (
                aiohttp.ClientSession(server.url, headers=headers) as client,
                client.post("/user/histories", json={"course_id": COURSE["course_id"]}) as response,
            ):
                (kept,) = (await response.json())["data"]
            assert kept["interrupted"]
            assert 300 < kept["heard_ms"] < 20_000
            assert kept["out"]["outputs"] == [learner.all(wire.Progress)[0].content]

    asyncio.run(scenario())
