"""A whole data folder as one file, made and put back while the server runs."""

from truenorth.config.backups.archive import Manifest, write_backup
from truenorth.config.backups.restore import finish_restore, is_restore_waiting, restore_backup

__all__ = ["Manifest", "finish_restore", "is_restore_waiting", "restore_backup", "write_backup"]
