import hashlib

from truenorth.domains.discovery.kinds import DOCUMENT
from truenorth.domains.discovery.services import create_document
from truenorth.domains.discovery.services.documents import read_transcript
from truenorth.domains.graph.models import BODY_LENGTH, TITLE_LENGTH
from truenorth.domains.graph.selectors import find_known_ids
from truenorth.domains.workspace.rules import Role
from truenorth.edges.imports.errors import OptionsRefused
from truenorth.edges.imports.importers import Importer, Option
from truenorth.engines.text import Transcript

SAMPLED_TURNS = 3


class TranscriptImporter(Importer):
    """One file, one document; the same text again is known by its content, whatever the file is called."""

    source = "transcript"
    label = "Transcript"
    help = "A conversation as WebVTT, SubRip, tab-separated rows or `Name: words`. It becomes one document."
    accepts = (".vtt", ".srt", ".txt", ".tsv", ".md", ".vtt.gz", ".srt.gz", ".txt.gz")
    writer = Role.CONTRIBUTOR
    options = (Option(name="title", help="The document's title; without it, the file's name."),)

    def run(self) -> None:
        title = self.job.options.get("title", "").strip()
        if len(title) > TITLE_LENGTH:
            raise OptionsRefused(fields={"title": f"A title has at most {TITLE_LENGTH} characters."})
        text = self.job.read_text(longest=BODY_LENGTH)
        transcript = read_transcript(text, file_name=self.job.file_name, field="file")
        self._describe(transcript)
        external_id = "sha256:" + hashlib.sha256(text.encode()).hexdigest()[:40]
        if find_known_ids(self.job.actor, kind=DOCUMENT.name, external_ids=[external_id]):
            self.job.report.unchanged = 1
            return
        file_name = self.job.file_name.removesuffix(".gz")[-255:]
        values = {"body": text, "title": title, "file_name": file_name, "external_id": external_id}
        create_document(actor=self.job.actor, values=values)
        self.job.report.created = 1

    def _describe(self, transcript: Transcript) -> None:
        spoken = [turn.speaker for turn in transcript.turns if turn.speaker]
        ends = [turn.end_ms for turn in transcript.turns if turn.end_ms is not None]
        self.job.report.detail |= {
            "format": transcript.format,
            "turns": len(transcript.turns),
            "speakers": list(dict.fromkeys(spoken)),
            "minutes": round(max(ends) / 60_000) if ends else None,
        }
        for turn in transcript.turns[:SAMPLED_TURNS]:
            self.job.show({"speaker": turn.speaker, "text": turn.text})
