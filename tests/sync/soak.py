"""`python -m tests.sync.soak --ops 100000 --kills 200 --seed 1 --database both`: phones write to a real server that is killed.

Batches of 50 to 100 ops over HTTP, answers cut off at times, `kill -9` of the whole server, on PostgreSQL also
`-m immediate` of the cluster. Everything lies in --folder: run again after an interruption it goes on from there. At the end
everybody comes to rest and the oracle judges; status 1 if anything is broken.
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.sync.device import Crashed, Device, Offline
from tests.sync.hosting import Cluster, Host
from tests.sync.killer import MOMENTS, Killer, Line
from tests.sync.oracle import broken
from tests.sync.server import cast, truth

PATIENTS = ["pat", "ola", "jan", "eva"]
DEVICES = [(patient, owner) for patient in PATIENTS for owner in ("phone", "tablet", "clara")]
HOW = random.Random(0).choices(["plain", "twice", "unanswered", "shuffled", "crash", "parallel", "offline", "portal"], [80, 4, 4, 4, 3, 2, 2, 1], k=200)


STUCK_AFTER = 60  # seconds in which nothing was answered, more than the server needs to start: what still waits is for the oracle to tell


class Soak:
    def __init__(self, folder: Path, database: str, *, ops: int, kills: int, stop_database_every: int, seed: int) -> None:
        self.folder, self.ops, self.kills, self.seed = folder, ops, kills, seed
        self._stop_database_every = stop_database_every
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o711)  # PostgreSQL runs as somebody else, and has to reach its folder in this one
        self.cluster = Cluster(folder / "cluster") if database == "postgresql" else None
        self.url = self.cluster.url if self.cluster else f"sqlite:///{folder / 'backstory.sqlite3'}"
        self.host = Host(folder, self.url)
        self.killer = Killer(self.host)
        self.state = self._continued() or {"ops": ops, "seed": seed, "killed": 0, "stopped": 0, "people": cast(self.url, PATIENTS)}
        if (self.state["ops"], self.state["seed"]) != (ops, seed):
            raise SystemExit(f"{folder} holds a run of {self.state['ops']} ops with seed {self.state['seed']}: say so, or name another --folder")
        self._keep()
        self.devices = [self._device(patient, owner) for patient, owner in DEVICES]

    def run(self) -> None:
        chance = random.Random(f"{self.seed} kills {self.state['killed']}")
        writers = [threading.Thread(target=self._write, args=(number, device), daemon=True) for number, device in enumerate(self.devices)]
        for writer in writers:
            writer.start()
        said = time.monotonic()
        while any(writer.is_alive() for writer in writers):
            if self.state["killed"] < self.kills and self.done() >= (self.state["killed"] + 1) * self.ops / (self.kills + 1):
                self._kill(chance.choice(MOMENTS))
            if time.monotonic() - said > 5:
                said = time.monotonic()
                print(f"  {self.done():,} of {self.ops:,} ops, {self.state['killed']} kills, answers {dict(self.killer.statuses)}", flush=True)
            time.sleep(0.02)
        while self.state["killed"] < self.kills:
            self._kill("any")

    def judge(self) -> list[str]:
        for device in self.devices:
            device.send.breaks = 0
        for _ in range(2):
            for device in self.devices:
                with suppress(Offline):
                    device.rest()
        made_count = sum(device.made_count() for device in self.devices)
        said = [] if made_count == self.ops else [f"unfinished: only {made_count} ops were made"]
        for patient in PATIENTS:
            of_patient = [device for device in self.devices if device.name.startswith(patient)]
            made = [op for device in of_patient for op in device.made()]
            kept = truth(self.url, self.state["people"][patient]["patient_id"])
            said += broken({"made": made, "server": kept, "devices": [device.report() for device in of_patient]})
        return said

    def done(self) -> int:
        return sum(device.made_count() - len(device.waiting()) for device in self.devices)

    def end(self) -> None:
        self.host.kill()
        self.host.wait()
        if self.cluster:
            self.cluster.stop()

    def _write(self, number: int, device: Device) -> None:
        share = self.ops // len(DEVICES) + (number < self.ops % len(DEVICES))
        chance = random.Random(f"{self.seed} {device.name} {device.made_count()}")
        moved = time.monotonic()
        while ((left := share - device.made_count()) or device.waiting()) and time.monotonic() - moved < STUCK_AFTER:
            if left and len(device.waiting()) < 50:
                self._make(device, min(chance.randint(50, 100), left), chance)
            before = device.waiting()
            try:
                device.exchange(100, how=chance.choice(HOW))
                if device.waiting() != before:
                    moved = time.monotonic()
            except (Offline, Crashed):
                time.sleep(chance.random() * 0.1)

    def _make(self, device: Device, count: int, chance: random.Random) -> None:
        kind = "treatment" if device.sees == "practice" else "checkin"
        held = device.shown(kind, 300) if chance.random() < 0.95 else device.shown(most=300)  # some that are not theirs to change
        for _ in range(count):
            average = {"average": chance.randint(0, 10), "note": f"{chance.random()}"} if kind == "checkin" else {"notes": f"{chance.random()}"}
            content = {"occurred_at": f"2026-11-{chance.randint(1, 22):02}T20:15:00+01:00", "ended_at": None, "payload": {"kind": kind, **average}}
            choice = chance.random()
            if choice < 0.6 or not held:
                held.append(device.create(content))
            elif choice < 0.9:
                device.edit(chance.choice(held), content)
            else:
                device.delete(held.pop(chance.randrange(len(held))))

    def _kill(self, moment: str) -> None:
        self.killer.arm(moment)
        if not self.killer.killed.wait(5):
            self.killer.arm("any")  # nobody met the moment: the others have finished
        self.host.wait()
        self.state["killed"] += 1
        if self.cluster and self.state["killed"] % self._stop_database_every == 0:
            self.host.start()
            time.sleep(0.05)
            self.cluster.stop(immediately=True)
            self.state["stopped"] += 1
            self.cluster.start()
        else:
            self.host.start()
        self._keep()

    def _device(self, patient: str, owner: str) -> Device:
        people, name = self.state["people"], f"{patient}-{owner}"
        person = people["clara" if owner == "clara" else patient]
        line = Line(self.killer, person["token"], people[patient]["patient_id"], random.Random(f"{self.seed} {name}"))
        return Device(name, line, self.folder / f"{name}.sqlite3", sees="practice" if owner == "clara" else "own")

    def _continued(self) -> dict[str, Any] | None:
        with suppress(FileNotFoundError):
            found: dict[str, Any] = json.loads((self.folder / "state.json").read_text())
            return found
        return None

    def _keep(self) -> None:
        beside = self.folder / "state.new"
        beside.write_text(json.dumps(self.state))
        beside.replace(self.folder / "state.json")


def soak(folder: Path, database: str, *, ops: int, kills: int, seed: int, stop_database_every: int = 10) -> list[str]:
    began = time.monotonic()
    running = Soak(folder, database, ops=ops, kills=kills, stop_database_every=stop_database_every, seed=seed)
    print(f"{database}: {running.done():,} of {ops:,} ops and {running.state['killed']} of {kills} kills done, in {folder}", flush=True)
    try:
        running.run()
        said = running.judge()
    finally:
        running.end()
    made, refused = sum(device.made_count() for device in running.devices), sum(len(device.rejected()) for device in running.devices)
    kinds = Counter(sentence.split(":")[0] for sentence in said)
    killed = f"{running.state['killed']} kills" + (f" and {running.state['stopped']} stops of PostgreSQL" if running.cluster else "")
    counted = ", ".join(f"{kind} {kinds.pop(kind, 0)}" for kind in ("lost", "doubled", "diverged"))
    bound = f"at most {3 / made:.1e} of all ops with 95 % confidence" if not said else f"also {dict(kinds)}" if kinds else "broken"
    print(f"{database}: {made:,} ops ({refused:,} refused and shown), {killed}: {counted}; {bound}; seed {seed}; {time.monotonic() - began:.0f} s", flush=True)
    for sentence in said[:20]:
        print(f"  {sentence}")
    return said


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m tests.sync.soak", description=__doc__)
    asked.add_argument("--ops", type=int, default=100_000)
    asked.add_argument("--kills", type=int, default=200)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    asked.add_argument("--folder", type=Path, help="what the run keeps; the same folder again continues it")
    given = asked.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped: the same command goes on from here"))
    databases = ["sqlite", "postgresql"] if given.database == "both" else [given.database]
    folder = (given.folder or Path(tempfile.gettempdir()) / f"backstory-soak-{given.seed}-{given.ops}").resolve()
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o711)
    said = [sentence for database in databases for sentence in soak(folder / database, database, ops=given.ops, kills=given.kills, seed=given.seed)]
    raise SystemExit(1 if said else 0)


if __name__ == "__main__":
    main()
