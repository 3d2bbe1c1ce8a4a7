"""The operator's carriers as rows that are edited, and the set of them that call control follows."""

from django.db import models

from smartnumbers.core.numbering.dialled import DEFAULT_COUNTRY
from smartnumbers.core.routing import carriers as core
from smartnumbers.core.routing.carriers import Authentication, Codec, NumberFormat, Srtp, Transport


class CarrierRow(models.Model):
    """One carrier: `core.routing.carriers.Carrier`, where every field's meaning stands.

    The password is as the carrier gave it, because digest authentication needs it so; it leaves this table for the
    published set only, never for a page or the audit trail.
    """

    name = models.CharField(max_length=60)
    host = models.CharField(max_length=255)
    port = models.PositiveIntegerField()
    transport = models.CharField(max_length=3, choices=[(one.value, one.value) for one in Transport])
    authentication = models.CharField(max_length=16, choices=[(one.value, one.value) for one in Authentication])
    user = models.CharField(max_length=80, blank=True)
    password = models.CharField(max_length=128, blank=True)
    realm = models.CharField(max_length=120, blank=True)
    inbound = models.JSONField(default=list)
    codecs = models.JSONField(default=list)
    channels = models.PositiveIntegerField(null=True)
    priority = models.PositiveSmallIntegerField()
    called_format = models.CharField(max_length=16, choices=[(one.value, one.value) for one in NumberFormat])
    calling_format = models.CharField(max_length=16, choices=[(one.value, one.value) for one in NumberFormat])
    country = models.CharField(max_length=2, default=DEFAULT_COUNTRY)
    srtp = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Srtp])
    qualify_seconds = models.PositiveIntegerField()
    in_use = models.BooleanField(default=True)

    class Meta:
        ordering = ["priority", "name", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def carrier(self) -> core.Carrier:
        """The row as the switch understands it."""
        return core.Carrier(
            id=self.pk,
            name=self.name,
            host=self.host,
            port=self.port,
            transport=Transport(self.transport),
            authentication=Authentication(self.authentication),
            user=self.user,
            password=self.password,
            realm=self.realm,
            inbound=tuple(self.inbound),
            codecs=tuple(map(Codec, self.codecs)),
            channels=self.channels,
            priority=self.priority,
            called_format=NumberFormat(self.called_format),
            calling_format=NumberFormat(self.calling_format),
            country=self.country,
            srtp=Srtp(self.srtp),
            qualify_seconds=self.qualify_seconds,
            in_use=self.in_use,
        )


class PublishedSet(models.Model):
    """All carriers as published: one row, id 1, replaced by each publication, so that no old password is kept.

    Call control reads it with plain SQL and knows the table by name (carriers_publishedset) and its columns sequence
    and document; a test keeps the two in step.
    """

    id = models.PositiveSmallIntegerField(primary_key=True)
    sequence = models.BigIntegerField(default=0)
    document = models.JSONField(default=dict)
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=254)

    def __str__(self) -> str:
        return f"carriers, publication {self.sequence}"
