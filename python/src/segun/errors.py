"""What can go wrong, as exceptions; their messages are those of the command line.

All of them are :class:`SegunError`. Arguments of a wrong type are a :class:`TypeError`, as everywhere.
"""

__all__ = [
    "LedgerDamagedError",
    "LedgerError",
    "LedgerLockedError",
    "LedgerMissingError",
    "QuestionError",
    "ReadError",
    "SegunError",
    "SegunWarning",
    "UnknownError",
]


class SegunError(Exception):
    """Anything that Segun says is wrong."""


class ReadError(SegunError, ValueError):
    """A report cannot be read: its language is unknown, a date is none, a table has no texts."""


class LedgerError(SegunError):
    """Something is wrong with a ledger: an old format, a full disk, no right to write."""


class LedgerMissingError(LedgerError, FileNotFoundError):
    """There is no ledger in the folder."""


class LedgerLockedError(LedgerError):
    """Another program is writing to the ledger."""


class LedgerDamagedError(LedgerError):
    """The ledger is damaged, or the file is none of Segun's."""


class QuestionError(LedgerError, ValueError):
    """A word of a question is wrong, or a statement is no SQL."""


class UnknownError(LedgerError, LookupError):
    """The ledger does not know who or what was asked for."""


class SegunWarning(UserWarning):
    """Some reports of many could not be read; the others were."""
