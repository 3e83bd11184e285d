"""Small mail and web servers on the loopback interface that answer as a test wants."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class MailHost(socketserver.ThreadingTCPServer):
    """Takes mail; its next answers to RCPT are taken from `answers` first."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, answers: Sequence[str] = (), port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _MailTalk)
        self.answers = list(answers)
        self.mails: list[Message] = []
        self.log_ins = 0
        self.arrived = threading.Event()

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _MailTalk(socketserver.StreamRequestHandler):
    server: MailHost

    def handle(self) -> None:
        self._say("220 test")
        while line := self.rfile.readline():
            word = line.split()[0].upper().decode()
            if word == "QUIT":
                self._say("221 bye")
                return
            self._answer(word)

    def _answer(self, word: str) -> None:
        if word == "EHLO":
            self._say("250-test\r\n250-AUTH PLAIN\r\n250 8BITMIME")
        elif word == "AUTH":
            self.server.log_ins += 1
            self._say("535 no")
        elif word == "RCPT" and self.server.answers:
            self._say(self.server.answers.pop(0))
        elif word == "DATA":
            self._take()
        else:
            self._say("250 ok")

    def _take(self) -> None:
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line)
        self.server.mails.append(message_from_bytes(b"".join(lines)))
        self._say("250 taken")
        self.server.arrived.set()

    def _say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")


class WebHost(ThreadingHTTPServer):
    """Takes requests; its next statuses are taken from `statuses` first, then it says 200."""

    daemon_threads = True

    def __init__(self, statuses: Sequence[int] = ()) -> None:
        super().__init__(("127.0.0.1", 0), _WebTalk)
        self.statuses = list(statuses)
        self.requests: list[tuple[str, str, dict[str, str], bytes]] = []
        self.wait: Callable[[], object] = lambda: None
        self.arrived = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _WebTalk(BaseHTTPRequestHandler):
    server: WebHost

    def _take(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.requests.append((self.command, self.path, dict(self.headers), body))
        self.server.wait()
        status = self.server.statuses.pop(0) if self.server.statuses else 200
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()
        self.server.arrived.set()

    do_POST = do_PUT = do_PATCH = _take

    def log_message(self, *words: object) -> None:
        """Say nothing."""


@contextmanager
def serving(host: socketserver.BaseServer) -> Iterator[None]:
    """Let the host serve until the block ends."""
    thread = threading.Thread(target=host.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield
    finally:
        host.shutdown()
        host.server_close()
        thread.join()
