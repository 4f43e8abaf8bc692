"""The simulated sources as a server on this machine, for real processes."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from .app import App
from .chamber import FEED, ODATA


class _Quiet(WSGIRequestHandler):
    """Says nothing of each request."""

    def log_message(self, *_arguments: object) -> None:
        pass


class _Threaded(ThreadingMixIn, WSGIServer):
    daemon_threads = True


@contextmanager
def served(app: App) -> Iterator[dict[str, str]]:
    """Gives the settings with which a harvest asks it, without a pause."""
    server = make_server("127.0.0.1", 0, app, server_class=_Threaded, handler_class=_Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield {
            "HARVEST_CONTACT": "proef@archief.example",
            "HARVEST_SEARCH_URL": f"{address}/sru",
            "HARVEST_FILES_URL": address,
            "HARVEST_FEED_URL": f"{address}{FEED}",
            "HARVEST_ODATA_URL": f"{address}{ODATA}",
            "HARVEST_SEARCH_SECONDS": "0",
            "HARVEST_FILES_SECONDS": "0",
            "HARVEST_CHAMBER_SECONDS": "0",
        }
    finally:
        server.shutdown()
        server.server_close()
