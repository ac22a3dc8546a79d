from truenorth.domains.pulse.selectors.assembly import assemble_pulse
from truenorth.domains.pulse.selectors.matters import get_matter, list_matters
from truenorth.domains.pulse.selectors.pulses import get_content, get_markdown, get_pulse, list_pulses

__all__ = [
    "assemble_pulse",
    "get_content",
    "get_markdown",
    "get_matter",
    "get_pulse",
    "list_matters",
    "list_pulses",
]
