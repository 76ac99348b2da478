from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "anhuan.base"
    label = "base"
