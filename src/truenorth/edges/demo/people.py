"""The demo's cast: a small company that makes Tidewater, an invoicing tool for studios."""

from dataclasses import dataclass

from truenorth.domains.workspace.rules import Function, Role

WORKSPACE_SLUG = "demo"
WORKSPACE_NAME = "Tidewater"
PASSWORD = "truenorth demo"  # noqa: S105 - printed for whoever runs the demo


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    role: Role
    function: Function
    team: str | None = None

    @property
    def email(self) -> str:
        return f"{self.name.lower()}@tidewater.example"


OLGA = Person("Olga", Role.OWNER, Function.LEADERSHIP)
ALICE = Person("Alice", Role.EDITOR, Function.PRODUCT, "Onboarding")
INES = Person("Ines", Role.EDITOR, Function.DESIGN, "Onboarding")
BOB = Person("Bob", Role.EDITOR, Function.ENGINEERING, "Onboarding")
TOMAS = Person("Tomas", Role.EDITOR, Function.ENGINEERING, "Billing")
CONNIE = Person("Connie", Role.CONTRIBUTOR, Function.SALES)
MARA = Person("Mara", Role.CONTRIBUTOR, Function.MARKETING)
VERA = Person("Vera", Role.VIEWER, Function.SUPPORT)

COLLEAGUES = (ALICE, INES, BOB, TOMAS, CONNIE, MARA, VERA)
