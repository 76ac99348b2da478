from django.apps import AppConfig


class HotConfig(AppConfig):
    name = "anhuan.telemetry.hot"
    label = "readings"
