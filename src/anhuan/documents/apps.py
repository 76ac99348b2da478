from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "anhuan.documents"
    label = "documents"
