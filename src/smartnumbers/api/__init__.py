"""The interface for programs: REST with JSON, described in OpenAPI, opened with an account's API keys."""
