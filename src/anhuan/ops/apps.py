from django.apps import AppConfig


class OpsConfig(AppConfig):
    name = "anhuan.ops"
    label = "ops"
