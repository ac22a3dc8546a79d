"""`make new-domain NAME=pricing`: a practice in the shape of the others, with one kind of record, alive at once."""

import keyword
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

FILES = {
    "__init__.py": '"""{Label}."""\n',
    "models.py": """from truenorth.domains.graph.models import Record


class {Model}(Record):
    pass
""",
    "kinds.py": """from truenorth.domains.graph.registry import NodeKind
from truenorth.domains.{domain}.models import {Model}

{CONSTANT} = NodeKind(
    name="{kind}",
    plural="{plural}",
    label="{Kind}",
    label_plural="{Kind}s",
    prefix="{PREFIX}",
    domain="{domain}",
    icon="box",
    model={Model},
)
KINDS = ({CONSTANT},)
""",
    "schemas.py": """from truenorth.domains.graph.schemas import RecordFilters, RecordIn, RecordOut
from truenorth.domains.kit.schemas import as_patch


class {Model}In(RecordIn):
    pass


{Model}Patch = as_patch({Model}In, "{Model}Patch")


class {Model}Out(RecordOut):
    pass


class {Model}Filters(RecordFilters):
    pass
""",
    "api.py": """from ninja import Router

from truenorth.domains.{domain} import schemas
from truenorth.domains.{domain}.kinds import {CONSTANT}
from truenorth.domains.{domain}.models import {Model}
from truenorth.domains.graph.routes import RecordRoutes

router = Router(tags=["{domain}"])

RecordRoutes(
    router,
    {CONSTANT},
    {Model},
    schema_in=schemas.{Model}In,
    schema_patch=schemas.{Model}Patch,
    schema_out=schemas.{Model}Out,
    filters=schemas.{Model}Filters,
)
""",
    "apps.py": """from django.apps import AppConfig


class {Domain}Config(AppConfig):
    name = "truenorth.domains.{domain}"
    label = "{domain}"

    def ready(self) -> None:
        from truenorth.domains.{domain}.kinds import KINDS
        from truenorth.domains.graph.registry import register_kind

        for kind in KINDS:
            register_kind(kind)
""",
    "migrations/__init__.py": "",
    "tests/__init__.py": "",
    "tests/test_{domain}.py": """from truenorth.domains.{domain}.models import {Model}
from truenorth.domains.graph.services import create_record
from truenorth.domains.workspace.models import Member


def test_a_{kind}_is_numbered(alice: Member) -> None:
    created = create_record({Model}, actor=alice, values={{"title": "The first"}})

    assert created.key == "{PREFIX}-1"
""",
}
MIGRATION = """from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("graph", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="{Model}",
            fields=[
                (
                    "node",
                    models.OneToOneField(
                        on_delete=models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="graph.node",
                    ),
                ),
            ],
            options={{"abstract": False}},
        ),
    ]
"""


def scaffold(name: str, *, root: Path = ROOT) -> list[Path]:
    """Write the domain and name it where the house wants to know it; the files written or changed."""
    package = root / "src/truenorth/domains" / name
    if not re.fullmatch(r"[a-z][a-z_]*[a-z]", name) or keyword.iskeyword(name):
        raise SystemExit("NAME is a plain noun in small letters, such as pricing.")
    if package.exists():
        raise SystemExit(f"There is a domain {name} already.")
    names = _names(name)
    written = []
    for path, text in {**FILES, "migrations/0001_initial.py": MIGRATION}.items():
        file = package / path.format(**names)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text.format(**names))
        written.append(file)
    return written + [change(root, names) for change in (_add_app, _add_router, _add_contracts)]


def _names(name: str) -> dict[str, str]:
    """The record is named after the domain until somebody finds its noun."""
    kind = f"{name}_record"
    return {
        "domain": name,
        "Domain": name.title().replace("_", ""),
        "Label": name.replace("_", " ").capitalize(),
        "kind": kind,
        "Kind": kind.replace("_", " ").capitalize(),
        "plural": f"{kind.replace('_', '-')}s",
        "Model": kind.title().replace("_", ""),
        "CONSTANT": kind.upper(),
        "PREFIX": name[:3].upper(),
    }


def _add_app(root: Path, names: dict[str, str]) -> Path:
    return _insert_before(
        root / "src/truenorth/config/settings.py", "]\n\nMIDDLEWARE", '    "truenorth.domains.{domain}",\n', names
    )


def _add_router(root: Path, names: dict[str, str]) -> Path:
    file = root / "src/truenorth/config/api.py"
    _insert_before(
        file,
        "from truenorth.domains.workspace.api",
        "from truenorth.domains.{domain}.api import router as {domain}\n",
        names,
    )
    file.write_text(file.read_text() + 'api.add_router("/{domain}", {domain})\n'.format(**names))
    return file


def _add_contracts(root: Path, names: dict[str, str]) -> Path:
    """Beside the lowest practices; whoever builds it moves it to the row where it belongs."""
    file = root / "pyproject.toml"
    _insert_before(file, '  "(analytics)",', '  "{domain}",\n', names)
    return _insert_before(file, ']\nlayers = [\n  "(apps)"', '  "truenorth.domains.{domain}",\n', names)


def _insert_before(file: Path, mark: str, line: str, names: dict[str, str]) -> Path:
    text = file.read_text()
    if mark not in text:
        raise SystemExit(f"{file} has no {mark!r} to register the domain before.")
    file.write_text(text.replace(mark, line.format(**names) + mark, 1))
    return file


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("make new-domain NAME=pricing")
    for each in scaffold(sys.argv[1]):
        print(each.relative_to(ROOT))
    print("Next: `make format contract`, name its record, and move its row in pyproject.toml to where it belongs.")
