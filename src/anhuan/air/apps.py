from django.apps import AppConfig


class AirConfig(AppConfig):
    name = "anhuan.air"
    label = "air"
