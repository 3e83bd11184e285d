"""Threads that come together are served together, and an error reaches each of them."""

from __future__ import annotations

import threading

import pytest

from penstock.streams.group import Group


def test_who_comes_while_another_is_served_is_served_with_the_rest_after_it() -> None:
    served: list[list[int]] = []
    begun, go_on = threading.Event(), threading.Event()

    def serve(items: list[int]) -> None:
        begun.set()
        go_on.wait()
        served.append(sorted(items))

    group = Group(serve)
    threads = [threading.Thread(target=group.serve, args=(item,)) for item in range(5)]
    threads[0].start()
    begun.wait()
    for thread in threads[1:]:
        thread.start()
    while group.waiting < 4:
        threading.Event().wait(0.001)
    go_on.set()
    for thread in threads:
        thread.join()
    assert served == [[0], [1, 2, 3, 4]]


def test_an_error_is_raised_where_it_belongs_and_the_next_is_served() -> None:
    def serve(items: list[str]) -> None:
        if "bad" in items:
            raise ValueError("bad")

    group = Group(serve)
    with pytest.raises(ValueError, match="bad"):
        group.serve("bad")
    group.serve("good")
    assert group.waiting == 0
