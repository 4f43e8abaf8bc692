"""How gunicorn serves the archive: `gunicorn kamerarchief.wsgi`."""

import gc
import os
import sys

from kamerarchief import env

os.environ.setdefault("DATABASE_POOL", "1")
bind = env.text("BIND", "127.0.0.1:8000")
workers = env.integer("WEB_CONCURRENCY", 2, minimum=1)
worker_class = "gthread"
threads = 4
timeout = 60
max_requests = 5000
max_requests_jitter = 500
accesslog = "-" if env.flag("ACCESS_LOG") else None
WELCOME = """
  KamerArchief: http://{}/
  Een redacteursaccount maakt u met: .venv/bin/python manage.py createsuperuser
  Stoppen: Ctrl-C

"""


def post_worker_init(worker: object) -> None:
    """Spares the collector what is loaded now: it lives as long as the worker, and a look takes 0.2 s."""
    gc.collect()
    gc.freeze()


def when_ready(server: object) -> None:
    """Says where the archive is once it is there: not when the port is taken by something else."""
    if env.flag("WELCOME"):
        sys.stdout.write(WELCOME.format(bind.replace("127.0.0.1", "localhost")))
        sys.stdout.flush()
