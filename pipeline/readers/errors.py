"""Errors of the document readers."""


class ReadError(Exception):
    """A file that cannot be read at all.

    `code` is stable and meant for programs (for example ``"scan"``, ``"encrypted"``);
    `message` is Vietnamese, meant for an office user, and says what to do next.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
