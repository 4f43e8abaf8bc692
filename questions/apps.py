"""The Django app of the archive."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class QuestionsConfig(AppConfig):
    name = "questions"
    verbose_name = "Kamervragen"

    def ready(self) -> None:
        from . import checks, roles  # registers the system checks

        assert checks
        post_migrate.connect(roles.ensure, dispatch_uid="questions.roles")
