"""Issues and cards of other trackers, brought in as initiatives."""

from truenorth.edges.imports.trackers.asana import AsanaImporter
from truenorth.edges.imports.trackers.github import GitHubImporter
from truenorth.edges.imports.trackers.gitlab import GitLabImporter
from truenorth.edges.imports.trackers.importer import TrackerImporter
from truenorth.edges.imports.trackers.jira import JiraImporter
from truenorth.edges.imports.trackers.linear import LinearImporter
from truenorth.edges.imports.trackers.productboard import ProductboardImporter
from truenorth.edges.imports.trackers.shortcut import ShortcutImporter
from truenorth.edges.imports.trackers.trello import TrelloImporter

TRACKERS: tuple[type[TrackerImporter], ...] = (
    AsanaImporter,
    GitHubImporter,
    GitLabImporter,
    JiraImporter,
    LinearImporter,
    ProductboardImporter,
    ShortcutImporter,
    TrelloImporter,
)
