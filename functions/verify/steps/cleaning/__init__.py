"""A file from a stranger becomes plain JPEG pages, or is refused with a code.

Nothing of the file itself goes on: what is kept are pixels that we wrote anew.
"""
