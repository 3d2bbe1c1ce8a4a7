"""Requests to an Asterisk that takes none over the WebSocket: over HTTP, with connections that are kept."""

from collections.abc import Mapping
from typing import Any

import httpx


class OverHttp:
    """The HTTP side of one ARI connection; `url` is the ARI root, `seconds` how long an answer may take."""

    def __init__(self, *, url: str, user: str, password: str, seconds: float) -> None:
        self._http = httpx.AsyncClient(base_url=url, auth=(user, password), timeout=seconds, trust_env=False)

    async def request(
        self, method: str, path: str, *, query: Mapping[str, str | int] | None, body: Mapping[str, Any] | None
    ) -> tuple[int, str]:
        """The status and the text of an answer. Raises ConnectionError where none comes."""
        try:
            response = await self._http.request(method, path, params=query, json=body)
        except httpx.TransportError as fault:
            raise ConnectionError(str(fault)) from fault
        return response.status_code, response.text

    async def close(self) -> None:
        """Give the connections back."""
        await self._http.aclose()
