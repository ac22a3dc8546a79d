import io
import zipfile

from truenorth.domains.engineering.models import Adr
from truenorth.domains.graph.selectors import list_records
from truenorth.domains.workspace.models import Member

FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The only time that a zip file knows for what has none; the same records make the same file."""


def pack_adrs(viewer: Member) -> bytes:
    """The decisions that are not archived as a zip of Markdown files, in the order of their numbers."""
    packed = io.BytesIO()
    taken: set[str] = set()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for adr in list_records(viewer, Adr).filter(node__archived_at=None).order_by("node__number"):
            name = adr.file_name if adr.file_name not in taken else f"{adr.key}-{adr.file_name}"
            taken.add(name)
            archive.writestr(zipfile.ZipInfo(name, FIRST_DAY), adr.body.encode(), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
