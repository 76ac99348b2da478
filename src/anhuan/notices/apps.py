from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "anhuan.notices"
    label = "notices"
