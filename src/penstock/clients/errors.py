"""What can go wrong with a service at the other end of a wire."""

from __future__ import annotations

from penstock.core.errors import ExternalError


class DeliveryFailed(ExternalError):
    """A message did not reach its receiver; when `final`, trying again would not help.

    >>> print(DeliveryFailed("https://hooks.example answered 500", final=False))
    E360 https://hooks.example answered 500
    """

    code = "E360"

    def __init__(self, message: str, *, final: bool) -> None:
        super().__init__(message)
        self.final = final
