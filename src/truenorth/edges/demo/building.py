"""Telling the story, chapter after chapter, in one transaction: a demo is there as a whole or not at all."""

from django.db import transaction

from truenorth.domains.kit import clock
from truenorth.domains.workspace.selectors import find_workspace
from truenorth.edges.demo.chapters import building, closing, deciding, founding, listening, planning, testing
from truenorth.edges.demo.people import WORKSPACE_SLUG
from truenorth.edges.demo.story import Story

LONG_AGO = 130


def is_told() -> bool:
    return find_workspace(WORKSPACE_SLUG) is not None


@transaction.atomic
def tell_the_story() -> Story:
    """Make the demo workspace, with its past counted back from today."""
    story = Story(today=clock.today())
    with story.on(LONG_AGO):
        founding.hire_everybody(story)
    with story.on(128):
        founding.set_goals(story)
    for chapter in CHAPTERS:
        chapter(story)
    return story


CHAPTERS = (
    building.remember_what_work_took,
    building.map_the_ground,
    listening.hold_sessions,
    listening.take_feedback_in,
    listening.find_what_it_adds_up_to,
    deciding.propose,
    building.say_what_is_in_the_way,
    building.cut_into_slices,
    deciding.score_in_the_open,
    deciding.answer_everybody,
    planning.draw_the_roadmap,
    building.decide_how,
    testing.predict,
    testing.run_the_test,
    founding.check_in_so_far,
    testing.read_it,
    closing.redirect,
    planning.draw_it_anew,
    planning.weigh_what_is_at_risk,
    closing.tell_everybody,
)
