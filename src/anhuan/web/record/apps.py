from django.apps import AppConfig


class RecordPagesConfig(AppConfig):
    name = "anhuan.web.record"
    label = "web_record"
