"""Starts ministack with what it lacks. Runs in the emulator's own environment: standard library only."""
