from django.apps import AppConfig


class DevicesConfig(AppConfig):
    name = "anhuan.devices"
    label = "devices"
