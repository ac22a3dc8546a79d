"""What every test stands on: a data folder of its own, and the cast.

Olga owns the workspace, Adam administers it, Alice and Bob edit (Bob on another team), Connie contributes, Vera views.
Charlie owns another workspace. TEST_DATABASE=postgresql runs what touches the database on a PostgreSQL started here.
"""

import gc
import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

os.environ["TRUENORTH_DATA_DIR"] = tempfile.mkdtemp(prefix="truenorth-test-")
os.environ["DJANGO_SETTINGS_MODULE"] = "truenorth.config.settings"
ON_POSTGRESQL = os.environ.get("TEST_DATABASE") == "postgresql"
if ON_POSTGRESQL and "DATABASE_URL" not in os.environ:  # the workers of a parallel run find it set
    from tests.postgresql import start_postgresql

    os.environ["DATABASE_URL"] = start_postgresql()

import django
from django.conf import settings
from django.db import connection
from django.test import Client

settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # slow by design is slow in tests
django.setup()

from tests.migrated import beginning_migrated, migrated_template
from tests.postgresql import scratch_database

from truenorth.domains.workspace.factories import make_member, make_owner
from truenorth.domains.workspace.models import Member
from truenorth.domains.workspace.rules import Function, Role


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Those with a database of their own take longest and come first, so that no worker waits for them at the end."""
    config.hook.pytest_deselected(items=[item for item in items if not _is_due(item)])
    items[:] = sorted(filter(_is_due, items), key=_shares_its_database)


def pytest_collection_finish() -> None:
    """What stands by now stays: to look through it for garbage again and again took a tenth of the run."""
    gc.freeze()
    gc.set_threshold(50_000)


def _is_due(item: pytest.Item) -> bool:
    """What uses the database runs on both, unless it says why one will do; what is about PostgreSQL, only there.

    One will do where neither statements nor values differ: who is refused, what a stranger finds, how many questions a
    list asks. Every route is still called once on PostgreSQL, and sent what a database may choke on.
    """
    if ON_POSTGRESQL and _shares_its_database(item):
        return "db" in _fixtures(item) and item.get_closest_marker("one_database") is None
    return ON_POSTGRESQL or _shares_its_database(item)


def _shares_its_database(item: pytest.Item) -> bool:
    return {"postgresql_url", "migrated_postgresql_url"}.isdisjoint(_fixtures(item))


def _fixtures(item: pytest.Item) -> Sequence[str]:
    names: Sequence[str] = getattr(item, "fixturenames", ())
    return names


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> Iterator[None]:
    """Where the database of the tests comes from: each worker has a copy, so that the migrations run once."""
    with beginning_migrated(connection):
        yield


@pytest.fixture
def postgresql_url() -> Iterator[str]:
    """An empty database of this test's own on the session's PostgreSQL."""
    with scratch_database(os.environ["DATABASE_URL"]) as url:
        yield url


@pytest.fixture
def migrated_postgresql_url() -> Iterator[str]:
    """A migrated database of this test's own on the session's PostgreSQL."""
    server = os.environ["DATABASE_URL"]
    with scratch_database(server, template=migrated_template(server)) as url:
        yield url


@pytest.fixture
def olga(db: None) -> Member:
    return make_owner("Olga")


@pytest.fixture
def adam(olga: Member) -> Member:
    return _join(olga, "Adam", Role.ADMIN, Function.LEADERSHIP)


@pytest.fixture
def alice(olga: Member) -> Member:
    return _join(olga, "Alice", Role.EDITOR, Function.PRODUCT)


@pytest.fixture
def bob(olga: Member) -> Member:
    return _join(olga, "Bob", Role.EDITOR, Function.ENGINEERING)


@pytest.fixture
def connie(olga: Member) -> Member:
    return _join(olga, "Connie", Role.CONTRIBUTOR, Function.SALES)


@pytest.fixture
def vera(olga: Member) -> Member:
    return _join(olga, "Vera", Role.VIEWER, Function.SUPPORT)


@pytest.fixture
def charlie(db: None) -> Member:
    return make_owner("Charlie", slug="elsewhere")


@pytest.fixture
def shared() -> Path:
    """Real data beside the repository, never copied into it; a test that needs it is skipped where it is absent."""
    folder = Path(__file__).resolve().parent.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the shared data folder is not beside the repository")
    return folder


class ClientOf(Client):
    """A browser in which this member is signed in."""

    def __init__(self, member: Member) -> None:
        super().__init__()
        self.force_login(member.user, backend="django.contrib.auth.backends.ModelBackend")


def _join(owner: Member, name: str, role: Role, function: Function) -> Member:
    return make_member(owner, name, role=role, function=function)
