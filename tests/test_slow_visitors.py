"""A web server in front keeps pages coming while others send their requests a byte a second.

What is served is `deploy/nginx-snippet.conf` as it is; it needs nginx (apt install nginx-light).
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.slow
SLOW_VISITORS = 24
HEAD = b"GET /over/ HTTP/1.1\r\nHost: localhost\r\n"
FORM = b"POST /beheer/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n"
CONFIGURATION = """
pid {home}/nginx.pid;
error_log {home}/error.log;
events {{ worker_connections 256; }}
http {{
    access_log off;
    client_body_temp_path {home}/body;
    proxy_temp_path {home}/proxy;
    fastcgi_temp_path {home}/fastcgi;
    uwsgi_temp_path {home}/uwsgi;
    scgi_temp_path {home}/scgi;
    limit_req_zone $binary_remote_addr zone=pages:1m rate=20r/s;
    limit_conn_zone $binary_remote_addr zone=visitors:1m;
    upstream kamerarchief {{ server 127.0.0.1:{behind} fail_timeout=0; keepalive 8; }}
    server {{ listen 127.0.0.1:{front}; {snippet} }}
}}
"""


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


class Behind:
    """A server with one thread, as slow visitors would find it: it reads a whole request, then answers."""

    def __init__(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                visitor, _ = self._listening.accept()
                with visitor, suppress(OSError):
                    read = b""
                    while b"\r\n\r\n" not in read:
                        part = visitor.recv(4096)
                        if not part:
                            break
                        read += part
                    visitor.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nja")

    def close(self) -> None:
        self._listening.close()


@pytest.fixture
def behind() -> Iterator[Behind]:
    made = Behind()
    yield made
    made.close()


@pytest.fixture
def front(behind: Behind, tmp_path: Path) -> Iterator[int]:
    """The port of nginx, before a server that has one thread."""
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if not nginx:
        pytest.skip("no nginx on this machine (apt install nginx-light)")
    port = free_port()
    snippet = (ROOT / "deploy" / "nginx-snippet.conf").read_text()
    text = CONFIGURATION.format(home=tmp_path, behind=behind.port, front=port, snippet=snippet)
    (tmp_path / "nginx.conf").write_text(text)
    tmp_path.chmod(0o755)
    process = subprocess.Popen(
        [
            nginx,
            "-p",
            str(tmp_path),
            "-c",
            str(tmp_path / "nginx.conf"),
            "-g",
            "daemon off; master_process off;",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    end = time.monotonic() + 10
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            break
        except OSError:
            assert process.poll() is None, (tmp_path / "error.log").read_text()
            assert time.monotonic() < end
            time.sleep(0.05)
    yield port
    process.terminate()
    process.wait(10)


def page(port: int, seconds: float = 3) -> int:
    """The status of a page for a visitor who is not slow; 0 when none came."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/over/", timeout=seconds) as answer:
            return int(answer.status)
    except OSError:
        return 0


class SlowVisitors:
    """Connections that send a byte a second, beginning with this."""

    def __init__(self, port: int, beginning: bytes) -> None:
        self._held = [socket.create_connection(("127.0.0.1", port)) for _ in range(SLOW_VISITORS)]
        for held in self._held:
            held.send(beginning)
        self._is_over = threading.Event()
        threading.Thread(target=self._drip, daemon=True).start()

    def _drip(self) -> None:
        while not self._is_over.wait(0.5):
            for held in self._held:
                with suppress(OSError):
                    held.send(b"X")

    def leave(self) -> None:
        self._is_over.set()
        for held in self._held:
            held.close()


def test_without_a_web_server_in_front_nobody_gets_a_page(behind: Behind) -> None:
    """What the front is there for."""
    assert page(behind.port) == 200
    visitors = SlowVisitors(behind.port, HEAD)
    assert page(behind.port) == 0
    visitors.leave()


@pytest.mark.parametrize("beginning", [HEAD, FORM], ids=["heads", "forms"])
def test_with_one_pages_keep_coming(front: int, beginning: bytes) -> None:
    visitors = SlowVisitors(front, beginning)
    assert [page(front) for _ in range(5)] == [200] * 5
    visitors.leave()


def test_who_is_too_slow_is_let_go(front: int) -> None:
    """The head of a request has ten seconds."""
    visitor = socket.create_connection(("127.0.0.1", front))
    visitor.send(HEAD)
    visitor.settimeout(20)
    with suppress(ConnectionResetError):
        assert visitor.recv(10) in (b"", b"HTTP/1.1 4")


def test_the_front_passes_on_who_asked_and_how(front: int, behind: Behind) -> None:
    text = (ROOT / "deploy" / "nginx-snippet.conf").read_text()
    for needed in ("X-Forwarded-Proto $scheme", "X-Forwarded-For", "proxy_request_buffering on"):
        assert needed in text
    assert "snippets/kamerarchief.conf" in (ROOT / "deploy" / "nginx.conf").read_text()
