"""What a slot's number says. Its tens are the occasion: 0, or for soreness which of the hours after a treatment, and further on where two
come due on one day. Its ones are the turn: the prompt, its one follow-up, and each time that the patient put it off.

For numbers and for the column alike.
"""

from __future__ import annotations

from typing import Any

PROMPT, FOLLOW_UP, FIRST_SNOOZE, LAST_SNOOZE = 0, 1, 2, 9


def turn(slot_no: Any) -> Any:
    return slot_no % 10


def first_of(slot_no: Any) -> Any:
    """The number of the prompt with which the occasion began."""
    return slot_no - slot_no % 10


def step(slot_no: Any, steps: int) -> Any:
    """Which of so many questions about one thing it is."""
    return slot_no // 10 % steps
