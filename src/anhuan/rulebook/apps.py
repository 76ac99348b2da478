from django.apps import AppConfig


class RulebookConfig(AppConfig):
    name = "anhuan.rulebook"
    label = "rulebook"
