"""The worker: recorder, postman, exporter and housekeeping in threads of their own, until told to stop."""

import os
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

from smartnumbers.jobs.exporter import Exporter
from smartnumbers.jobs.housekeeping import Housekeeping
from smartnumbers.jobs.postman import Post, Postman
from smartnumbers.jobs.recorder import Recorder
from smartnumbers.telephony.journal.lock import RECORDER, take_lock
from smartnumbers.telephony.journal.status import Status, StatusFile

STOP_SECONDS = 1.8
STATUS_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Settings:
    """Whose journal is followed, where it is, where the status goes, after how many days segments may go, and how
    callers' messages are sent, and where exports are put."""

    node: str
    journal: Path
    run: Path
    days: int
    post: Post
    exports: Path


def work(*, settings: Settings, stop: Event) -> None:
    """Work until `stop` is set. Raises JournalInUse where another worker follows this journal.

    The threads are daemons: one that waits for a database that does not answer is left behind when the process ends.
    That is safe at any moment, because the position in the journal only moves with the records before it. A thread
    that ends by itself is a fault of ours, and the process ends with it, so that it is started again.
    """
    settings.journal.mkdir(mode=0o700, parents=True, exist_ok=True)
    settings.run.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = take_lock(settings.journal, name=RECORDER)
    status, file = Status(), StatusFile(folder=settings.run)
    recorder = Recorder(node=settings.node, folder=settings.journal, stop=stop, status=status)
    housekeeping = Housekeeping(
        node=settings.node,
        folder=settings.journal,
        days=settings.days,
        post=settings.post,
        exports=settings.exports,
        stop=stop,
    )
    postman = Postman(post=settings.post, stop=stop)
    exporter = Exporter(node=settings.node, folder=settings.exports, stop=stop)
    recording = Thread(target=recorder.run, name="recorder", daemon=True)
    recording.start()
    Thread(target=postman.run, name="postman", daemon=True).start()
    Thread(target=exporter.run, name="exporter", daemon=True).start()
    Thread(target=housekeeping.run, name="housekeeping", daemon=True).start()
    try:
        while recording.is_alive() and not stop.wait(STATUS_SECONDS):
            file.tell(status)
        died = not stop.is_set()
        stop.set()
        recording.join(STOP_SECONDS)
    finally:
        file.remove()
        os.close(lock)
    if died:
        raise SystemExit(1)
