from django.apps import AppConfig


class AlarmsConfig(AppConfig):
    name = "anhuan.alarms"
    label = "alarms"
