"""Own recordings that the messages of plans play."""

from django.db import models

from smartnumbers.apps.accounts.models import Account


class Recording(models.Model):
    """An account may use the recording whose content has this hash; the sound is a file (`plans.recordings`).

    It is never removed: a revision that plays it can be restored at any time. Two accounts that bring the same sound
    have a row each, and one file.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="recordings", db_index=False)
    digest = models.CharField(max_length=64)
    name = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=254)

    class Meta:
        ordering = ["account", "digest"]
        constraints = [models.UniqueConstraint(fields=["account", "digest"], name="plans_recording_once")]

    def __str__(self) -> str:
        return self.name or self.digest
