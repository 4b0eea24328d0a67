"""One patient's diary on a running application, the devices that write in it, and the oracle's word on them."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

from tests.sync.device import Device
from tests.sync.oracle import broken
from tests.sync.server import Server, cast, truth

SEES = {"pat": "own", "clara": "practice", "mallory": "nothing"}


class Diary:
    def __init__(self, url: str, folder: Path) -> None:
        self.server = Server(url, folder)
        self.people = cast(url, ["pat"])
        self.patient_id = self.people["pat"]["patient_id"]
        self.devices: list[Device] = []

    def device(self, name: str, of: str = "pat", **flaws: bool) -> Device:
        made = Device(name, self.server.send(self.people[of]["token"], self.patient_id), sees=SEES[of], **flaws)
        self.devices.append(made)
        return made

    def rest(self) -> None:
        """Everybody online, until nothing moves: what one gives back another fetches, and may have to answer."""
        for _ in range(3):
            for device in self.devices:
                device.rest()

    def broken(self) -> list[str]:
        made = [op for device in self.devices for op in device.made()]
        run: dict[str, Any] = {"made": made, "server": truth(self.server.url, self.patient_id)}
        return broken(run | {"devices": [device.report() for device in self.devices]}) + _covered(made, run["server"]["versions"])


def _covered(made: list[Any], versions: list[Any]) -> list[str]:
    """A device's own newer words lie on top of its older ones, also after a restore."""
    made_at = {op["op_id"]: (op["device"], number) for number, op in enumerate(made)}
    of_entry: dict[str, list[Any]] = defaultdict(list)
    for version in sorted(versions, key=lambda version: version["version"]):
        of_entry[version["entry_id"]].append((version["op_id"], *made_at.get(version["op_id"], ("nobody", 0))))
    return [
        f"covered: op {op_id} of {device} lies under its older {last_id}"
        for stored in of_entry.values()
        for last_id, last_device, last_number in stored[-1:]
        for op_id, device, number in stored
        if device == last_device and number > last_number
    ]
