"""What goes wrong, as exceptions with the command's message and hint."""

from __future__ import annotations


class Error(Exception):
    """A run that could not go on.

    Attributes:
        message: What happened: what was expected, what was found, and where.
        hint: What to do about it; ``None`` where there is nothing to say.
    """

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message if hint is None else f"{message}\nhint: {hint}")
        self.message = message
        self.hint = hint

    @classmethod
    def said(cls, text: str) -> Error:
        """The error that the command has printed: ``hyokasho: message``, ``hint: …``."""
        text = text.strip().removeprefix("hyokasho: ")
        message, _, hint = text.partition("\nhint: ")
        return cls(message or "the command failed and said nothing", hint or None)


class NoAssessment(Error):
    """A document that gives no assessment.

    Attributes:
        source: The document.
        code: The finding that says why: ``not-an-assessment``, ``pdf-encrypted`` …; ``hyokasho explain CODE`` has its page.
    """

    def __init__(self, source: str, code: str, message: str) -> None:
        super().__init__(f"{source}: {code}: {message}", f"'hyokasho explain {code}' says what that means")
        self.source = source
        self.code = code
