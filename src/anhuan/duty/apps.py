from django.apps import AppConfig


class DutyConfig(AppConfig):
    name = "anhuan.duty"
    label = "duty"
