"""People and accounts."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from smartnumbers.apps.audit.models import Actor


class Language(models.TextChoices):
    """The languages of the portal; each is called by its own name everywhere."""

    GERMAN = "de", "Deutsch"
    FRENCH = "fr", "Français"
    ITALIAN = "it", "Italiano"
    ENGLISH = "en", "English"


class UserManager(BaseUserManager["User"]):
    """Makes users; e-mail addresses are kept in small letters, so that one person is one user."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A new user; without a password, none that could log in. Raises IntegrityError for a known address."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A new operator: what `manage createsuperuser` calls."""
        return self.create_user(email, password, is_operator=True, **fields)


class User(AbstractBaseUser):
    """A person who logs in with an e-mail address. Operators run the platform and see every account."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=2, choices=Language, default=Language.GERMAN)
    is_operator = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="accounts_user_email_once")]

    def __str__(self) -> str:
        return self.name or self.email

    def actor(self) -> Actor:
        """This person as the audit trail names them."""
        return Actor(id=self.pk, label=str(self))


class Account(models.Model):
    """A customer of the platform: the holder of service numbers."""

    name = models.CharField(max_length=120)
    language = models.CharField(max_length=2, choices=Language, default=Language.GERMAN)
    currency = models.CharField(max_length=3, default="CHF")
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """What a person is to an account."""

    HOLDER = "holder"
    READER = "reader"


class Membership(models.Model):
    """A person's place in an account."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=16, choices=Role)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "account"], name="accounts_membership_once")]

    def __str__(self) -> str:
        return f"{self.user}: {self.role} ({self.account})"


class ApiKey(models.Model):
    """A key with which a program works in an account, with the permissions of a role.

    Kept is only the digest of the key (SHA-256: the key itself is 256 bits of chance, which nobody can guess), and its
    first characters, by which people tell their keys apart. A revoked key stays, so that the audit trail can be read.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="api_keys")
    name = models.CharField(max_length=80)
    role = models.CharField(max_length=16, choices=Role)
    start = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=254)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"{self.name} ({self.start}…)"

    def actor(self) -> Actor:
        """This key as the audit trail names it."""
        return Actor(id=None, label=f"API key {self.name}")
