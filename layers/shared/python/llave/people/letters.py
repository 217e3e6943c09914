"""What a channel carries to a person, and how it says no."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail, in both of its forms."""

    subject: str
    text: str = field(repr=False)
    html: str = field(repr=False)


class ChannelRefused(Exception):
    """The channel will never take this message; the argument is the channel's code for why."""
