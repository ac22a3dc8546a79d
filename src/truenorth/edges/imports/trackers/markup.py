"""HTML as the plain text that a person would type for it."""

import html
import re
from html.parser import HTMLParser

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
BLOCKS = frozenset(("p", "div", *HEADINGS, "ul", "ol", "table", "tr", "blockquote", "pre", "section", "article"))
SILENT = frozenset(("script", "style", "head", "title"))
TAG = re.compile(r"</?[a-zA-Z][^<>]*>|&[a-zA-Z#0-9]+;")


def as_plain_text(text: str) -> str:
    """Paragraphs stand apart, items of a list have a dash, an address stands behind its words."""
    if not TAG.search(text):
        return text
    reader = _Reader()
    reader.feed(text)
    reader.close()
    lines = [re.sub(r"[^\S\n]+", " ", line).strip() for line in "".join(reader.parts).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def as_html(text: str) -> str:
    """The text as HTML that reads back as it was."""
    return f"<p>{html.escape(text, quote=False).replace(chr(10), '<br>')}</p>"


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._address = ""
        self._silence = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self._silence += 1
        elif tag == "li":
            self.parts.append("\n- ")
        elif tag == "br":
            self.parts.append("\n")
        elif tag in BLOCKS:
            self.parts.append("\n\n")
        elif tag == "a":
            self._address = dict(attrs).get("href") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self._silence = max(0, self._silence - 1)
        elif tag in BLOCKS:
            self.parts.append("\n\n")
        elif tag == "a" and self._address.startswith(("http://", "https://", "mailto:")):
            if self._address not in (self.parts[-1:] or [""])[0]:
                self.parts.append(f" ({self._address})")
            self._address = ""

    def handle_data(self, data: str) -> None:
        if not self._silence:
            self.parts.append(data.replace("\n", " "))
