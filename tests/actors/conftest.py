from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from pytest_django import DjangoDbBlocker
from tests.actors.watching import Books, Stored
from tests.actors.world import World, larkspur


@pytest.fixture(scope="module")
def larkspur_of_the_module(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with django_db_blocker.unblock(), larkspur() as made:
        yield made


@pytest.fixture
def world(larkspur_of_the_module: World, db: None) -> Iterator[World]:
    """The cast and its clients; what a test makes in it is gone after the test."""
    cache.clear()
    yield larkspur_of_the_module
    cache.clear()


@pytest.fixture(scope="module")
def books_of_the_module(
    larkspur_of_the_module: World, django_db_blocker: DjangoDbBlocker
) -> Iterator[Callable[[], Stored]]:
    with django_db_blocker.unblock(), Books().kept() as ask:
        ask()
        yield ask


@pytest.fixture
def everything_stored(books_of_the_module: Callable[[], Stored], world: World) -> Callable[[], Stored]:
    """Asks for every row of every table, as of now."""
    return books_of_the_module
