"""The places of the back map that an entry can name (DOMAIN 3). The phone draws them; its compiler fails when one is missing."""

from __future__ import annotations

from typing import Literal

Region = Literal[
    "neck",
    "trapezius",
    "scapula",
    "thoracic",
    "flank",
    "lumbar",
    "sacrum",
    "si_joint",
    "coccyx",
    "gluteal",
    "hip",
    "groin",
    "thigh_front",
    "thigh_back",
    "knee",
    "shin",
    "calf",
    "foot",
    "abdomen",
    "chest",
    "shoulder",
    "arm",
]
