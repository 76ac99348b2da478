from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "anhuan.evidence"
    label = "evidence"
