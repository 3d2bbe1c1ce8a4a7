"""The audit trail."""

from dataclasses import dataclass

from django.db import models


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person (`id` of the user) or a part of the platform (no id); `label` outlives both."""

    id: int | None
    label: str


class AuditEntry(models.Model):
    """One thing that was done. Entries are added in the transaction of what they tell, never changed or deleted.

    There are no foreign keys: an entry outlives whom and what it tells of.
    """

    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    actor_label = models.CharField(max_length=254)
    account_id = models.BigIntegerField(null=True)
    action = models.CharField(max_length=64)
    object_kind = models.CharField(max_length=32)
    object_id = models.CharField(max_length=64)
    data = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["account_id", "-id"], name="audit_account"),
            models.Index(fields=["object_kind", "object_id", "-id"], name="audit_object"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.object_kind} {self.object_id}"
