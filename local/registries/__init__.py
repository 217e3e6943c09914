"""Simulated registries of the state, over HTTP, with a made-up population."""
