"""Django's own commands that the making of Truenorth needs; nobody who runs it does."""

import os

import typer

app = typer.Typer()
PASSED_ON = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}


@app.command(hidden=True, context_settings=PASSED_ON)
def makemigrations(context: typer.Context) -> None:
    _hand_over("makemigrations", context)


@app.command(hidden=True, context_settings=PASSED_ON)
def shell(context: typer.Context) -> None:
    _hand_over("shell", context)


def _hand_over(command: str, context: typer.Context) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "truenorth.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["truenorth", command, *context.args])
