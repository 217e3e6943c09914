"""The steps of the workflow of a verification: one handler a file (infra/verification_machine.py)."""
