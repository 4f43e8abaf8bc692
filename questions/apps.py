"""The Django app of the archive."""

from django.apps import AppConfig


class QuestionsConfig(AppConfig):
    name = "questions"
    verbose_name = "Kamervragen"

    def ready(self) -> None:
        from . import checks  # noqa: F401  registers the system checks
