"""How gunicorn serves the archive: `gunicorn kamerarchief.wsgi`."""

import gc
import os
import sys

os.environ.setdefault("DATABASE_POOL", "1")
bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = 4
timeout = 60
max_requests = 5000
max_requests_jitter = 500
accesslog = "-" if os.environ.get("ACCESS_LOG") else None
WELCOME = """
  KamerArchief: http://{}/
  Een redacteursaccount maakt u met: .venv/bin/python manage.py createsuperuser
  Stoppen: Ctrl-C

"""


def post_worker_init(worker: object) -> None:
    """What is loaded now lives as long as the worker: the collector, which stops a worker for 0.2 s, need not look at it."""
    gc.collect()
    gc.freeze()


def when_ready(server: object) -> None:
    """Says where the archive is once it is there: not when the port is taken by something else."""
    if os.environ.get("WELCOME"):
        sys.stdout.write(WELCOME.format(bind.replace("127.0.0.1", "localhost")))
        sys.stdout.flush()
