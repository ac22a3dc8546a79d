import secrets
import sys
from typing import Annotated

import typer

from truenorth.cli.context import prepare

app = typer.Typer()


@app.command()
def password(
    email: Annotated[str, typer.Argument(help="Whose password.")],
    *,
    stdin: Annotated[bool, typer.Option("--stdin", help="Read the password from standard input.")] = False,
) -> None:
    """Give an account a new password, made and printed here."""
    prepare()
    from truenorth.domains.kit.errors import NotFound
    from truenorth.domains.workspace.models import User
    from truenorth.domains.workspace.services import set_password

    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        raise NotFound(f"There is no account {email}.")
    chosen = sys.stdin.readline().rstrip("\n") if stdin else secrets.token_urlsafe(12)
    set_password(user=user, password=chosen)
    typer.echo(f"{user.email} signs in with the new password." if stdin else chosen)
