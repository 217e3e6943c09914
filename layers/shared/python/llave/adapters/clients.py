"""Clients in the agencies table, kept in memory for a minute.

`CLIENT#<client_id>` / `CLIENT`: registration, as `llave.oidc.clients.registration_of` writes it.
"""

import time
from collections.abc import Callable

from llave.adapters import dynamodb
from llave.oidc.clients import Client, registration_of
from llave.oidc.registrations import CLIENT_ID, parse_client

CLIENT = "CLIENT"
# A change of a registration counts everywhere after so many seconds.
FRESH_FOR = 60.0


class ClientsTable:
    """Reading and registering clients; an unknown one is asked for anew each time."""

    def __init__(self, table: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._table = table
        self._clock = clock
        self._known: dict[str, tuple[float, Client]] = {}

    def get(self, client_id: str) -> Client | None:
        """The client of that id, or None."""
        read_at, client = self._known.get(client_id, (0.0, None))
        if client is not None and self._clock() - read_at < FRESH_FOR:
            return client
        # An id that could not be registered is no key of a table either.
        if CLIENT_ID.fullmatch(client_id) is None:
            return None
        return self._read(client_id)

    def put(self, client: Client) -> None:
        """Register a client, or replace its registration."""
        item = {"pk": f"CLIENT#{client.id}", "sk": CLIENT, "registration": registration_of(client)}
        dynamodb.client().put_item(TableName=self._table, Item=dynamodb.to_item(item))

    def _read(self, client_id: str) -> Client | None:
        self._known.pop(client_id, None)
        item = dynamodb.get(self._table, f"CLIENT#{client_id}", CLIENT, consistent=False)
        if item is None:
            return None
        client = parse_client(item["registration"])
        self._known[client_id] = (self._clock(), client)
        return client
