"""What this provider can do today, beside its scopes and claims: discovery tells it, checks hold to it."""

from llave.people.accounts import Level

# The levels that a person can reach today, lowest first.
REACHABLE = (Level.BASICA,)
PROMPTS = frozenset({"none", "login", "consent", "select_account"})
