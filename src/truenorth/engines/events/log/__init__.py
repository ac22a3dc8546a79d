"""The write-ahead log: what was flushed is on the disk, and a frame is whole or it is not served."""

from truenorth.engines.events.log.files import is_writer_alive, list_logs, remove_log, sweep
from truenorth.engines.events.log.frames import Damage, Frame, Head
from truenorth.engines.events.log.reading import read_frames, scan
from truenorth.engines.events.log.writing import LogWriter

__all__ = [
    "Damage",
    "Frame",
    "Head",
    "LogWriter",
    "is_writer_alive",
    "list_logs",
    "read_frames",
    "remove_log",
    "scan",
    "sweep",
]
