"""A sample agency: a web app of its own that knows Llave by OpenID Connect discovery and nothing else."""
