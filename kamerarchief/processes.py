"""Sets Django up in a process that was started fresh; imports nothing that needs Django to be set up."""

import gc
import os

import django


def start_process() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kamerarchief.settings")
    django.setup()
    gc.freeze()  # what is loaded now lives as long as the process
    gc.set_threshold(20_000, 20, 20)  # parsing makes many short-lived objects and no cycles
