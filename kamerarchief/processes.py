"""Processes beside this one, with Django set up in each; imports nothing that needs Django to be set up."""

import gc
import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor

import django
from django.db import connections


def start_process() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kamerarchief.settings")
    django.setup()
    gc.freeze()  # what is loaded now lives as long as the process
    gc.set_threshold(20_000, 20, 20)  # parsing makes many short-lived objects and no cycles


def worker_pool(jobs: int) -> ProcessPoolExecutor:
    """Fresh processes with connections of their own; those of this process are closed, and opened again
    when needed.
    """
    connections.close_all()
    return ProcessPoolExecutor(
        jobs, mp_context=multiprocessing.get_context("spawn"), initializer=start_process
    )
