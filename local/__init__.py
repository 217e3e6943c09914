"""The local cloud: everything that stands in for AWS and for outside registries on one machine."""
