from django.apps import AppConfig


class ProceedingsConfig(AppConfig):
    name = "anhuan.proceedings"
    label = "proceedings"
