from django.apps import AppConfig


class JudgementsConfig(AppConfig):
    name = "anhuan.judgements"
    label = "judgements"
