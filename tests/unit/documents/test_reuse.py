"""Marks of documents, and what a perceptual hash takes for the same portrait."""

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llave.documents.kinds import DocumentKind
from llave.documents.reuse import ALIKE_BITS, SIDE, Portrait, Trace, marks, perceptual_hash
from llave.people.keyring import Purpose
from tests.fakes import FakeKeyring

KEYRING = FakeKeyring()
ROTATING = KEYRING.rotating(Purpose.LOOKUP_DOCUMENT, Purpose.LOOKUP_IMAGE)
BITS = st.integers(0, 2**64 - 1)


def drawn(seed: int) -> list[int]:
    """A picture of blobs of several sizes, as light and shade on a face are."""
    chance = random.Random(seed)
    blobs = [
        (
            chance.uniform(0, 32),
            chance.uniform(0, 32),
            chance.uniform(1, 4),
            chance.uniform(-90, 90),
        )
        for _ in range(40)
    ]

    def value(x: int, y: int) -> int:
        light = sum(
            p * math.exp(-((x - a) ** 2 + (y - b) ** 2) / (2 * s * s)) for a, b, s, p in blobs
        )
        return max(0, min(255, round(128 + light)))

    return [value(x, y) for y in range(SIDE) for x in range(SIDE)]


def apart(one: list[int], other: list[int]) -> int:
    return (perceptual_hash(one) ^ perceptual_hash(other)).bit_count()


def test_a_number_is_one_however_it_is_written():
    def of(number: str, kind: DocumentKind = DocumentKind.PASSPORT):
        return marks(kind, number, (), None, KEYRING).keys

    assert of("g-123 456") == of("G123456")
    assert of("G123456") != of("G123457")
    assert of("G123456") != of("G123456", DocumentKind.INM)


def test_what_was_not_read_leaves_no_mark():
    assert marks(DocumentKind.INE, None, (), None, KEYRING).keys == ()
    assert marks(DocumentKind.INE, " - ", (), None, KEYRING).keys == ()


def test_marks_hide_what_they_are_of():
    made = marks(DocumentKind.INE, "180000000", ("ab" * 32,), 7, KEYRING)

    assert "180000000" not in repr(made)
    assert "ab" * 32 not in repr(made)
    assert made.portraits[0].masked != 7


def test_while_two_keys_live_there_are_marks_under_both():
    made = marks(DocumentKind.INE, "1", ("x",), 7, ROTATING)

    assert [len(mark.keys) for mark in made.guards] == [2, 2]
    assert [mark.trace for mark in made.guards] == [Trace.NUMBER, Trace.IMAGE]
    assert len(made.portraits) == 2


@given(BITS, st.sets(st.integers(0, 63), max_size=7))
def test_hashes_that_differ_in_seven_bits_meet(value, flipped):
    other = value ^ sum(1 << bit for bit in flipped)
    one, two = Portrait(1, value), Portrait(1, other)

    assert set(one.probes) & set(two.bands)
    assert set(two.probes) & set(one.bands)
    assert one.is_like(two.masked)


@given(BITS, BITS)
def test_a_mask_keeps_how_far_two_hashes_are_apart(one, other):
    first = marks(DocumentKind.INE, None, (), one, KEYRING).portraits[0]
    second = marks(DocumentKind.INE, None, (), other, KEYRING).portraits[0]

    assert (first.masked ^ second.masked).bit_count() == (one ^ other).bit_count()
    assert first.is_like(second.masked) == ((one ^ other).bit_count() <= ALIKE_BITS)


@pytest.mark.parametrize("seed", range(8))
def test_noise_light_and_compression_keep_a_portrait_like_itself(seed):
    chance = random.Random(seed)
    picture = drawn(seed)
    noisy = [max(0, min(255, v + chance.randint(-4, 4))) for v in picture]
    lighter = [min(255, round(v * 1.1 + 8)) for v in picture]
    coarse = [v // 16 * 16 + 8 for v in picture]

    assert max(apart(picture, p) for p in (noisy, lighter, coarse)) <= ALIKE_BITS


def test_other_portraits_are_not_alike():
    distances = [apart(drawn(a), drawn(b)) for a in range(10) for b in range(a)]

    assert min(distances) > ALIKE_BITS


def test_a_hash_is_of_32_by_32_values():
    with pytest.raises(ValueError, match="32"):
        perceptual_hash([0] * 100)
