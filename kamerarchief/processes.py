"""Processes beside this one, with Django set up in each; imports nothing that needs Django to be set up."""

import gc
import multiprocessing
import os
import signal
import threading
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.connection import wait

import django
from django.db import connections


def start_process() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kamerarchief.settings")
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the command, which ends its workers
    threading.Thread(target=_end_with_parent, daemon=True).start()
    django.setup()
    gc.freeze()  # what is loaded now lives as long as the process
    gc.set_threshold(20_000, 20, 20)  # parsing makes many short-lived objects and no cycles


def _end_with_parent() -> None:
    """A worker holds both ends of the queue that it waits on, so it would wait for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)  # what it was writing is rolled back


def worker_pool(jobs: int) -> ProcessPoolExecutor:
    """Fresh processes with connections of their own; those of this process are closed, and opened again
    when needed.
    """
    connections.close_all()
    return ProcessPoolExecutor(
        jobs, mp_context=multiprocessing.get_context("spawn"), initializer=start_process
    )
