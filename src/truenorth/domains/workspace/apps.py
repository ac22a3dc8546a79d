from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    name = "truenorth.domains.workspace"
    label = "workspace"
