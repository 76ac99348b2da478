from django.apps import AppConfig


class AccountabilityConfig(AppConfig):
    name = "anhuan.accountability"
    label = "accountability"
