"""The page of API keys: a key is shown once, can be used, and can be revoked."""

import re

from django.test import Client
from django.urls import reverse

from smartnumbers.apps.accounts.models import ApiKey
from tests.cast import Cast


def _client(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.hanna)
    return client


def _make(client: Client, name: str = "Shop", role: str = "holder") -> tuple[int, str]:
    answer = client.post(reverse("api-keys"), {"name": name, "role": role})
    return answer.status_code, answer.content.decode()


def test_a_key_is_shown_once_and_works(cast: Cast) -> None:
    client = _client(cast)

    _, page = _make(client)

    (secret,) = re.findall(r"<code>(sn_[\w-]{43})</code>", page)
    assert Client().get("/api/v1/calls", headers={"Authorization": f"Bearer {secret}"}).status_code == 200
    again = client.get(reverse("api-keys"))
    assert secret not in again.content.decode()
    assert secret[:9] in again.content.decode()
    assert again["Cache-Control"] == "no-store"


def test_a_key_needs_a_name_and_a_role(cast: Cast) -> None:
    client = _client(cast)

    assert _make(client, name=" ")[0] == 422
    assert _make(client, name="x" * 81)[0] == 422
    assert _make(client, role="operator")[0] == 422
    assert not ApiKey.objects.exists()


def test_a_revoked_key_is_gone_from_the_page(cast: Cast) -> None:
    client = _client(cast)
    _, page = _make(client)
    (secret,) = re.findall(r"<code>(sn_[\w-]{43})</code>", page)

    answer = client.post(reverse("api-key-revoke", args=[ApiKey.objects.get().pk]), follow=True)

    assert secret[:9] not in answer.content.decode()
    assert Client().get("/api/v1/calls", headers={"Authorization": f"Bearer {secret}"}).status_code == 401


def test_on_the_whole_platform_there_is_no_account_to_make_one_for(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.olga)

    assert "Choose an account first" in client.get(reverse("api-keys")).content.decode()
    assert client.post(reverse("api-keys"), {"name": "All", "role": "holder"}).status_code == 422
    assert not ApiKey.objects.exists()
