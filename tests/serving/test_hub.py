"""Who watches gets everything in order, or is let go."""

from __future__ import annotations

import asyncio

from penstock.serving.hub import QUEUE_MAX, Hub, Watcher


def test_a_newcomer_gets_broadcasts_from_the_moment_it_is_greeted() -> None:
    async def scene() -> list[str | bytes | None]:
        hub, watcher = Hub(), Watcher(asyncio.get_running_loop())
        hub.join(watcher)
        hub.broadcast(["too early"])
        assert hub.newcomers() == [watcher]
        hub.broadcast(["a", "b"])
        await asyncio.sleep(0)
        hub.leave(watcher)
        hub.broadcast(["too late"])
        await asyncio.sleep(0)
        return [watcher.queue.get_nowait() for _ in range(watcher.queue.qsize())]

    assert asyncio.run(scene()) == ["a", "b"]


def test_a_watcher_that_does_not_keep_up_is_let_go_and_nothing_piles_up() -> None:
    async def scene() -> list[str | bytes | None]:
        watcher = Watcher(asyncio.get_running_loop())
        for number in range(2 * QUEUE_MAX):
            watcher.send([str(number)])
        await asyncio.sleep(0)
        return [watcher.queue.get_nowait() for _ in range(watcher.queue.qsize())]

    assert asyncio.run(scene()) == [None]
