from django.apps import AppConfig


class PartsConfig(AppConfig):
    name = "anhuan.web.parts"
    label = "parts"

    def ready(self) -> None:
        from django.core.checks import register

        from anhuan.web.parts.built import check_built

        register(check_built)
