"""A simulated issuer of the staff: who employs reviewers says who they are (docs/operations.md)."""
