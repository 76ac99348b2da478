from django.apps import AppConfig


class LeadConfig(AppConfig):
    name = "anhuan.web.lead"
    label = "web_lead"
