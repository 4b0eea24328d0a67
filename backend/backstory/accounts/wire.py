"""A person as others see them on what they did."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from backstory.kernel.wire import Outgoing


class By(Outgoing):
    id: UUID
    name: str
    role: Literal["patient", "clinician", "admin"]
