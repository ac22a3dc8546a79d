from truenorth.domains.kit.errors import DomainError


class BackupFileTaken(DomainError):
    code = "backup.file_taken"
    title = "There is a file of this name already."


class BackupInside(DomainError):
    code = "backup.inside"
    title = "A backup does not go into the data folder that it is made of."


class BackupUnreadable(DomainError):
    code = "backup.unreadable"
    title = "The file is not a whole backup."


class BackupNewer(DomainError):
    code = "backup.newer"
    title = "The backup was made by a newer version."


class BackupOfOtherDatabase(DomainError):
    code = "backup.other_database"
    title = "The backup was made on the other kind of database."


class FolderNotEmpty(DomainError):
    code = "backup.folder_not_empty"
    title = "There is data already; --force replaces it."


class ServerInTheWay(DomainError):
    code = "backup.server_in_the_way"
    title = "The server did not let go of the data folder. Stop it and try again."
