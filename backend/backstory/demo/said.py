"""What people of the demonstration say in one entry, as the JSON that a phone sends."""

from __future__ import annotations

from random import Random
from typing import Any

from backstory.demo.cast import Story

Said = dict[str, Any]

_NOTES = (
    "Long drive today.",
    "Slept badly, woke up at four.",
    "Carried shopping up the stairs.",
    "Good day, almost forgot about it.",
    "Sat in meetings all afternoon.",
    "Garden work, one hour.",
    "Stiff in the morning, better after a shower.",
)
_SESSION_NOTES = (
    "Firm band, let go after the second press.",
    "Tender at first, breathing helped.",
    "Softer than last time.",
    "Guarding on this side; stayed light.",
    "Referred ache towards the hip, gone after a minute.",
)
_TOO_MUCH = "Asked to stop at the second point. Stay lighter next time."
_TRIGGERS = ("active_movement", "static_posture", "overdoing", "stress", "weather", "sleep")
REASONS = ("No time", "Too sore", "Forgot", "Away from home")


def checkin(story: Story, average: int, rng: Random) -> Said:
    said: Said = {"kind": "checkin", "average": average, "worst": min(10, average + rng.randint(0, 3)), "flare": average >= 9}
    if average:
        said["regions"] = [_place(story) | {"score": average}]
    if rng.random() < 0.12:
        said["note"] = rng.choice(_NOTES)
    if average >= 6 and rng.random() < 0.5:
        said["care"] = [rng.choice(("heat", "medicine", "rest", "walk"))]
    if rng.random() < 0.5:
        said["sleep"] = max(0, min(10, 9 - average + rng.randint(-1, 2)))
    return said


def spasm(story: Story, pain: int, rng: Random) -> Said:
    return {
        "kind": "spasm",
        "peak": min(10, pain + rng.randint(1, 3)),
        "regions": [_place(story)],
        "type": rng.choice(("cramp", "lock", "shooting")),
        "trigger": rng.choice(_TRIGGERS),
        "continued": rng.choice(("yes", "slowed", "stopped")),
    }


def treatment(story: Story, before: int, rng: Random, *, session: int, too_much: bool) -> Said:
    """`session` counts from 0: the pressure rises and the tension falls. Of the third area, nobody asked how it was."""
    region, side = story.area
    areas: list[Said] = [
        {
            "region": where,
            "side": side,
            "view": "back",
            "tool": tool,
            "seconds": rng.randint(10, 30),
            "pressure": min(4, 2 + session // 2),
            "pain_before": before,
        }
        for where, tool in ((region, "fingers"), (region, "elbow"), ("gluteal", "knuckles"))
    ]
    for area in areas[:2]:
        area |= {"tension": max(1, 5 - session), "response": "ok" if session else "strong_ok", "pain_after": max(0, before - rng.randint(1, 3))}
    if too_much:
        areas[1] |= {"pressure": 5, "response": "too_much"}
    return {"kind": "treatment", "areas": areas, "notes": _TOO_MUCH if too_much else rng.choice(_SESSION_NOTES), "plan": "Same side first next time."}


def soreness(story: Story, treatment_id: str, score: int, *, too_much: bool) -> Said:
    more: Said = {"too_much_pressure": [_place(story)], "worse_than_expected": True, "bruising": True} if too_much else {}
    places = [_place(story) | {"score": score}] if score else []
    return {"kind": "soreness", "score": score, "treatment_id": treatment_id, "regions": places, **more}


def _place(story: Story) -> Said:
    return {"region": story.area[0], "side": story.area[1]}
