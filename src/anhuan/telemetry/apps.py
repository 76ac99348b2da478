from django.apps import AppConfig


class TelemetryConfig(AppConfig):
    name = "anhuan.telemetry"
    label = "telemetry"
