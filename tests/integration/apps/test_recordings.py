"""Own recordings in plans: whose they are, where they are refused, and that earlier revisions keep theirs."""

from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from smartnumbers.apps.accounts.access import PermissionMissing
from smartnumbers.apps.audit.models import AuditEntry
from smartnumbers.apps.plans import queries
from smartnumbers.apps.plans.faults import ChangeRefused
from smartnumbers.apps.plans.models import Draft, Recording
from smartnumbers.apps.plans.operations.drafts import save_draft
from smartnumbers.apps.plans.operations.publishing import publish_draft
from smartnumbers.apps.plans.operations.recordings import keep
from smartnumbers.apps.plans.operations.restoring import restore_revision
from smartnumbers.apps.plans.operations.scheduling import schedule_plan
from smartnumbers.core.foundation.instants import from_datetime
from smartnumbers.core.routing.messages import prompts_of
from smartnumbers.core.routing.treatments import Announcement
from tests.cast import NOW, Cast
from tests.planned import but, plan_document
from tests.wav import sound

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    """Where recordings are kept."""
    settings.RECORDINGS_FOLDER = tmp_path / "recordings"
    return tmp_path / "recordings"


def kept(cast: Cast, content: bytes | None = None) -> Recording:
    content = sound() if content is None else content
    return keep(access=cast.access(cast.hanna), account=cast.alpina, content=content, name="closed.wav", at=NOW)


def kept_elsewhere(cast: Cast, content: bytes | None = None) -> Recording:
    content = sound() if content is None else content
    return keep(access=cast.access(cast.sven), account=cast.elsewhere, content=content, name="ours.wav", at=NOW)


def playing(cast: Cast, digest: str | None) -> dict[str, Any]:
    """The plan with a recording in its closed announcement."""
    document = plan_document(access=cast.access(cast.hanna), number=cast.number)
    message = {"texts": {"de": "Geschlossen."}, "languages": ["de"], "recording": digest}
    document["treatments"]["closed"] = {**document["treatments"]["closed"], "message": message}
    return document


def drafted(cast: Cast, document: dict[str, Any]) -> Draft:
    return save_draft(access=cast.access(cast.hanna), number=cast.number, document=document, at=NOW)


def published(cast: Cast, digest: str | None) -> int:
    """The revision in which a plan with this recording is in force."""
    drafted(cast, playing(cast, digest))
    return publish_draft(access=cast.access(cast.hanna), number=cast.number, at=NOW).revision


def said(cast: Cast) -> tuple[str, str | None]:
    """Words and recording of the announcement in force, as the switch plays it."""
    profile = queries.published(access=cast.access(cast.hanna), number=cast.number)
    at = from_datetime(NOW)
    plan = profile.plan_at(at).plan
    action = plan.treatments["closed"].action
    assert isinstance(action, Announcement)
    (prompt,) = prompts_of(message=action.message, plan=plan, profile=profile, at=at)
    return prompt.text, prompt.recording


def refused(refusal: pytest.ExceptionInfo[ChangeRefused]) -> list[tuple[str, str]]:
    return [(fault.field, fault.code) for fault in refusal.value.faults]


def test_a_recording_is_played_and_its_words_stay_as_evidence(cast: Cast) -> None:
    digest = kept(cast).digest
    published(cast, digest)

    assert said(cast) == ("Geschlossen.", digest)
    assert AuditEntry.objects.filter(action="plans.recording.kept", object_id=digest).count() == 1


def test_another_accounts_recording_is_as_unknown_as_none(cast: Cast) -> None:
    digest = kept_elsewhere(cast).digest
    place = [("treatments.closed.message.recording", "unknown")]

    with pytest.raises(ChangeRefused) as of_draft:
        drafted(cast, playing(cast, digest))
    with pytest.raises(ChangeRefused) as of_greeting:
        drafted(cast, but(playing(cast, None), greeting={"texts": {}, "languages": [], "recording": digest}))
    with pytest.raises(ChangeRefused) as of_scheduled:
        schedule_plan(
            access=cast.access(cast.hanna), number=cast.number, name="Eve", begins="2090-12-24T16:00",
            document=playing(cast, digest), at=NOW,
        )  # fmt: skip

    assert refused(of_draft) == refused(of_scheduled) == place
    assert refused(of_greeting) == [("greeting.recording", "unknown")]


def test_a_draft_that_names_another_accounts_recording_is_not_published(cast: Cast) -> None:
    draft = drafted(cast, playing(cast, None))
    draft.document = playing(cast, kept_elsewhere(cast).digest)
    draft.save()

    with pytest.raises(ChangeRefused) as refusal:
        publish_draft(access=cast.access(cast.hanna), number=cast.number, at=NOW)

    assert refused(refusal) == [("treatments.closed.message.recording", "unknown")]


def test_the_same_sound_of_two_accounts_is_one_file_that_each_may_use(cast: Cast, folder: Path) -> None:
    digest = kept_elsewhere(cast).digest

    assert kept(cast).digest == kept(cast).digest == digest
    assert [path.name for path in folder.iterdir()] == [f"{digest}.wav"]
    assert Recording.objects.count() == 2
    assert published(cast, digest) > 0


def test_a_restored_revision_plays_its_recording_again(cast: Cast, folder: Path) -> None:
    first, second = kept(cast).digest, kept(cast, sound(seconds=0.7)).digest
    revision = published(cast, first)
    published(cast, second)
    published(cast, None)

    restore_revision(
        access=cast.access(cast.hanna), number=cast.number, revision=revision, expected_revision=None, at=NOW
    )

    assert said(cast) == ("Geschlossen.", first)
    assert (folder / f"{first}.wav").is_file()


def test_only_who_may_change_the_routing_brings_recordings(cast: Cast, folder: Path) -> None:
    for person in (cast.remo, cast.sven):
        with pytest.raises(PermissionMissing):
            keep(access=cast.access(person), account=cast.alpina, content=sound(), name="", at=NOW)

    assert not folder.exists()
