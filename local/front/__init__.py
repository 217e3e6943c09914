"""Plays CloudFront's part: static files, and everything else to the HTTP API, with its headers."""
