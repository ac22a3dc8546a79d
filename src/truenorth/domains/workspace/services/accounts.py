from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from truenorth.domains.kit.errors import Invalid
from truenorth.domains.workspace.errors import AccountTaken
from truenorth.domains.workspace.models import Member, User
from truenorth.domains.workspace.selectors import get_open_invitation, list_memberships
from truenorth.domains.workspace.services.audit import Entry, changes_between, check_fields, record
from truenorth.domains.workspace.services.invitations import accept_invitation


@transaction.atomic
def create_user(*, email: str, name: str, password: str | None = None) -> User:
    """An account. The first one owns the instance."""
    user = User(email=email.strip().lower(), name=name.strip(), is_instance_owner=not User.objects.exists())
    user.set_password(password)
    check_fields(user)
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError:
        # Somebody took the address, or the instance, between the check and the insert.
        raise AccountTaken from None
    return user


@transaction.atomic
def sign_up(*, email: str, name: str, password: str, invitation_token: str = "") -> User:
    """An account made by its person; with an invitation they join its workspace at once."""
    if invitation_token:
        get_open_invitation(invitation_token)
    _check_password(password, User(email=email, name=name))
    user = create_user(email=email, name=name, password=password)
    if invitation_token:
        accept_invitation(user=user, token=invitation_token)
    return user


@transaction.atomic
def set_password(*, user: User, password: str) -> None:
    """A new password, given by whoever runs the installation."""
    _check_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    _record_everywhere(user, "set_password", {})


@transaction.atomic
def rename_user(*, user: User, name: str) -> User:
    changes = changes_between(user, {"name": name})
    check_fields(user)
    user.save(update_fields=["name"])
    if changes:
        _record_everywhere(user, "update", changes)
    return user


def _record_everywhere(user: User, action: str, changes: dict[str, tuple[object, object]]) -> None:
    """An account is of no workspace: what happens to it shows in the log of each that it belongs to."""
    members: list[Member] = list(list_memberships(user))
    for member in members:
        record(
            member,
            Entry(action=action, target_kind="user", target_id=user.id, target_title=user.name, changes=changes),
        )


def _check_password(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Invalid(fields={"password": " ".join(error.messages)}) from None
