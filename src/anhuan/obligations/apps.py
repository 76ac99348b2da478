from django.apps import AppConfig


class ObligationsConfig(AppConfig):
    name = "anhuan.obligations"
    label = "obligations"
