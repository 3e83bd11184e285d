"""Who watches gets everything in order, or is let go."""

from __future__ import annotations

import asyncio

from penstock.serving.hub import BYTES_MAX, MESSAGES_MAX, Hub, Message, Watcher


async def taken(watcher: Watcher) -> list[Message | None]:
    """Return what is queued for a watcher."""
    found: list[Message | None] = []
    while True:
        try:
            found.append(await asyncio.wait_for(watcher.next_message(), 0.05))
        except TimeoutError:
            return found


def test_a_newcomer_gets_rows_from_the_moment_it_has_those_before() -> None:
    async def scene() -> list[Message | None]:
        hub, watcher = Hub(), Watcher(asyncio.get_running_loop())
        hub.join(watcher)
        hub.push([b"too early"])
        assert hub.newcomers() == [watcher]
        hub.push([b"a", b"b"])
        await asyncio.sleep(0)
        hub.leave(watcher)
        hub.push([b"too late"])
        return await taken(watcher)

    assert asyncio.run(scene()) == [b"a", b"b"]


def test_what_changes_while_a_newcomer_is_greeted_comes_after_the_greeting() -> None:
    async def scene() -> list[Message | None]:
        hub, watcher = Hub(), Watcher(asyncio.get_running_loop())
        hub.join(watcher)
        hub.broadcast(["alert"])
        watcher.greet(["hello"])
        return await taken(watcher)

    assert asyncio.run(scene()) == ["hello", "alert"]


def test_a_watcher_that_does_not_keep_up_is_let_go_and_nothing_piles_up() -> None:
    async def scene() -> list[Message | None]:
        watcher = Watcher(asyncio.get_running_loop())
        for number in range(2 * MESSAGES_MAX):
            watcher.send([str(number)])
        await asyncio.sleep(0)
        return await taken(watcher)

    assert asyncio.run(scene()) == [None]


def test_few_and_big_messages_do_not_pile_up_either() -> None:
    async def scene() -> list[Message | None]:
        watcher, big = Watcher(asyncio.get_running_loop()), bytes(BYTES_MAX // 4)
        for _ in range(5):
            watcher.send([big])
        await asyncio.sleep(0)
        return await taken(watcher)

    assert asyncio.run(scene()) == [None]


def test_what_was_taken_makes_room() -> None:
    async def scene() -> bool:
        watcher, big = Watcher(asyncio.get_running_loop()), bytes(BYTES_MAX // 2)
        for _ in range(5):
            watcher.send([big])
            assert await watcher.next_message() == big
        return watcher.lost

    assert not asyncio.run(scene())


def test_news_for_a_page_whose_server_is_gone_harm_nobody() -> None:
    async def scene() -> Watcher:
        return Watcher(asyncio.get_running_loop())

    watcher = asyncio.run(scene())
    hub = Hub()
    hub.join(watcher)
    hub.broadcast(["nobody hears"])
    assert watcher.lost
