from django.apps import AppConfig


class ErasureConfig(AppConfig):
    name = "anhuan.erasure"
    label = "erasure"
