from datetime import date
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models

from truenorth.domains.kit import clock
from truenorth.domains.kit.ids import new_id
from truenorth.domains.workspace.rules import Function, Role, Scope


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person who can sign in. What they may do is said by their Member in each workspace."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(unique=True, max_length=254)
    name = models.CharField(max_length=100)
    is_active = models.BooleanField(default=True)
    is_instance_owner = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_instance_owner"], condition=models.Q(is_instance_owner=True), name="one_instance_owner"
            )
        ]

    def __str__(self) -> str:
        return self.email


class WeekStart(models.TextChoices):
    MONDAY = "monday"
    SUNDAY = "sunday"
    SATURDAY = "saturday"


class Workspace(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.CharField(
        unique=True,
        max_length=50,
        validators=[RegexValidator(r"^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$", "Use small letters, digits and hyphens.")],
    )
    name = models.CharField(max_length=100)
    timezone = models.CharField(max_length=60, default="UTC")
    week_start = models.CharField(max_length=10, choices=WeekStart, default=WeekStart.MONDAY)
    currency = models.CharField(
        max_length=3,
        default="EUR",
        validators=[RegexValidator(r"^[A-Z]{3}$", "Use a three-letter currency code such as EUR.")],
    )
    hourly_cost = models.DecimalField(max_digits=10, decimal_places=2, default=80, validators=[MinValueValidator(0)])
    created_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.name

    def today(self) -> date:
        return clock.now().astimezone(ZoneInfo(self.timezone)).date()


class WorkspaceRow(models.Model):
    """Base of every table but users: a row belongs to one workspace."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        abstract = True


class Team(WorkspaceRow):
    name = models.CharField(max_length=100)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "name"], name="team_name_once")]

    def __str__(self) -> str:
        return self.name


class Member(WorkspaceRow):
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=[(r.value, r.value) for r in Role], default=Role.VIEWER)
    function = models.CharField(max_length=20, choices=[(f.value, f.value) for f in Function], default=Function.PRODUCT)
    team = models.ForeignKey(Team, models.SET_NULL, null=True, blank=True, related_name="members")
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "user"], name="one_membership_each")]

    def __str__(self) -> str:
        return self.user.name

    @property
    def name(self) -> str:
        return self.user.name

    @property
    def email(self) -> str:
        return self.user.email

    def may_act_as(self, role: Role) -> bool:
        return Role(self.role).may_act_as(role)


class Invitation(WorkspaceRow):
    """A link that makes its bearer a member. The token itself is shown once and stored hashed."""

    email = models.EmailField(blank=True, default="")
    role = models.CharField(max_length=20, choices=[(r.value, r.value) for r in Role], default=Role.EDITOR)
    function = models.CharField(max_length=20, choices=[(f.value, f.value) for f in Function], default=Function.PRODUCT)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Member, models.CASCADE, related_name="+")
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)


class ApiToken(WorkspaceRow):
    """A key for programs. It acts as its member, within its scope; stored hashed, shown once."""

    name = models.CharField(max_length=100)
    scope = models.CharField(max_length=10, choices=[(s.value, s.value) for s in Scope], default=Scope.READ)
    member = models.ForeignKey(Member, models.CASCADE, related_name="tokens")
    token_hash = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=12)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)


class ShareLink(WorkspaceRow):
    """A link that shows one view to whoever holds it. The token itself is shown once and stored hashed."""

    view = models.CharField(max_length=40)
    name = models.CharField(max_length=100, blank=True, default="")
    options = models.JSONField(default=dict, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(Member, models.CASCADE, related_name="+")
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)


class AuditRow(WorkspaceRow):
    """Who did what to which thing, with the fields before and after. Never changed, never deleted."""

    actor = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    action = models.CharField(max_length=60)
    target_kind = models.CharField(max_length=40)
    target_id = models.UUIDField()
    target_title = models.CharField(max_length=300, default="")
    changes = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["workspace", "-created_at"], name="audit_newest_first"),
            models.Index(fields=["target_id", "-created_at"], name="audit_by_target"),
        ]


class ImportRun(WorkspaceRow):
    """One import: what came in under it can be taken back as a unit."""

    source = models.CharField(max_length=40)
    file_name = models.CharField(max_length=255, default="")
    actor = models.ForeignKey(Member, models.PROTECT, related_name="+")
    created_count = models.PositiveIntegerField(default=0)
    unchanged_count = models.PositiveIntegerField(default=0)
    rejected_count = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
