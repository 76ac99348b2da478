"""Tiles: names, bytes, growth against the recursive definition, proofs and audits from files."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhuan.kernel import merkle, tiles
from anhuan.kernel.merkle import OutOfTree, consistent, included
from anhuan.kernel.tile_audit import Checked, Fault, Found, audit
from anhuan.kernel.tile_growth import Edge, edge_of, grow
from anhuan.kernel.tile_reading import TileNodes
from anhuan.kernel.tiles import BadTile, Place, place_of
from tests.kernel.test_merkle import mth

BIG = 70_000
CUTS = (0, 1, 2, 255, 256, 257, 511, 600, 65_535, 65_536, 65_800, BIG)


def entry(number: int) -> bytes:
    return f"entry {number}".encode()


def written(*cuts: int) -> tuple[Edge, dict[str, bytes]]:
    """A log grown to each of ``cuts`` in turn, and its files."""
    edge, held = Edge(), {}
    for start, end in pairwise((0, *cuts)):
        edge, files = grow(edge, [entry(n) for n in range(start, end)])
        for file in files:
            assert held.setdefault(file.path, file.content) == file.content
    return edge, held


@pytest.fixture(scope="module")
def big() -> tuple[Edge, dict[str, bytes]]:
    return written(*CUTS[1:])


@pytest.mark.parametrize(
    ("place", "path"),
    [
        (Place(0, 0), "tile/0/000"),
        (Place(0, 999, 1), "tile/0/999.p/1"),
        (Place(2, 1000), "tile/2/x001/000"),
        (Place(0, 1234067), "tile/0/x001/x234/067"),
        (Place(63, 2**63 - 1, 255), "tile/63/x009/x223/x372/x036/x854/x775/807.p/255"),
        (Place(None, 70_000), "tile/entries/x070/000"),
    ],
)
def test_tile_has_its_one_path(place: Place, path: str) -> None:
    assert (place.path, place_of(path)) == (path, place)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "tile/0/0",
        "tile/0/1000",
        "tile/0/x000/001",
        "tile/0/x001/x000",
        "tile/00/000",
        "tile/64/000",
        "tile/-1/000",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/000.p/",
        "tile/0/000/",
        "tile/0/../000",
        "tile/0/000\n",
        "tile/0/٠٠٠",
        "tile/entries/x999/x999/x999/x999/x999/x999/999",
        "/tile/0/000",
        "checkpoint",
    ],
)
def test_path_of_another_form_is_refused(path: str) -> None:
    with pytest.raises(BadTile):
        place_of(path)


@given(st.text(max_size=30))
def test_any_path_is_read_or_refused(path: str) -> None:
    try:
        place = place_of(path)
    except BadTile:
        return

    assert place.path == path


@given(st.lists(st.binary(max_size=40), min_size=1, max_size=256))
def test_bundle_gives_back_its_entries(entries: list[bytes]) -> None:
    raw = tiles.bundle_bytes(entries)

    assert tiles.bundle_entries(raw, len(entries)) == entries


@given(st.binary(max_size=70), st.integers(1, 256))
def test_any_bundle_is_read_or_refused(raw: bytes, width: int) -> None:
    try:
        entries = tiles.bundle_entries(raw, width)
    except BadTile:
        return

    assert tiles.bundle_bytes(entries) == raw


@pytest.mark.parametrize("entries", [[], [b""] * 257, [b"x" * 65_536]])
def test_bundle_that_cannot_be_is_not_made(entries: list[bytes]) -> None:
    with pytest.raises(BadTile):
        tiles.bundle_bytes(entries)


@pytest.mark.parametrize("raw", [b"", b"x" * 31, b"x" * 64])
def test_tile_of_another_width_is_refused(raw: bytes) -> None:
    with pytest.raises(BadTile):
        tiles.tile_hashes(raw, 1)


def test_entry_of_the_greatest_length_is_written() -> None:
    _, files = grow(Edge(), [b"x" * 65_535])

    assert files[0].content == b"\xff\xff" + b"x" * 65_535


def test_log_has_the_root_and_the_tiles_of_the_definition(
    big: tuple[Edge, dict[str, bytes]],
) -> None:
    edge, held = big
    leaves = [merkle.leaf_hash(entry(n)) for n in range(BIG)]

    assert edge.root() == mth(leaves)
    assert held["tile/0/273.p/112"] == b"".join(leaves[273 * 256 :])
    assert held["tile/1/000"][32:64] == mth(leaves[256:512])
    assert held["tile/1/001.p/17"][:32] == mth(leaves[65_536 : 65_536 + 256])
    assert held["tile/2/000.p/1"] == mth(leaves[:65_536])


def test_every_published_size_has_all_its_tiles(big: tuple[Edge, dict[str, bytes]]) -> None:
    _, held = big

    for size in CUTS:
        for level in range(tiles.LEVELS):
            full, partial = tiles.filled(size, level)
            wanted = [Place(level, n).path for n in range(full)]
            wanted += [Place(level, full, partial).path] if partial else []
            assert [path for path in wanted if path not in held] == []


@given(st.lists(st.integers(0, 600), min_size=1, max_size=5).map(sorted))
def test_log_grown_in_any_steps_is_the_same(cuts: list[int]) -> None:
    edge, held = written(*cuts)
    at_once, files = written(cuts[-1])

    assert edge == at_once
    assert {path: held[path] for path in files} == files


@pytest.mark.parametrize("size", CUTS)
def test_open_end_is_read_back_from_the_files(
    big: tuple[Edge, dict[str, bytes]], size: int
) -> None:
    edge = edge_of(size, big[1].__getitem__)
    again, files = grow(edge, [entry(n) for n in range(size, BIG)])

    assert again == big[0]
    assert {file.path: big[1].get(file.path, file.content) for file in files} == {
        file.path: file.content for file in files
    }


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 600, 65_536, 65_800, BIG])
def test_proofs_from_tiles_hold(big: tuple[Edge, dict[str, bytes]], size: int) -> None:
    nodes = TileNodes(size, big[1].__getitem__)
    whole = nodes.root()

    for index in {0, size // 3, size // 2, size - 1}:
        leaf = merkle.leaf_hash(nodes.entry(index))
        assert leaf == nodes.leaf(index) == merkle.leaf_hash(entry(index))
        assert included(leaf, index, size, nodes.inclusion(index), whole)
    for old in (cut for cut in CUTS if 0 < cut <= size):
        old_root = TileNodes(old, big[1].__getitem__).root()
        assert consistent(old, size, nodes.consistency(old), old_root, whole)


def test_proof_with_the_frontier_reads_one_tile_a_level(
    big: tuple[Edge, dict[str, bytes]],
) -> None:
    edge, held = big
    read: list[str] = []
    nodes = TileNodes(BIG, lambda path: (read.append(path), held[path])[1], edge.frontier())

    proof = nodes.inclusion(40_000)

    assert included(nodes.leaf(40_000), 40_000, BIG, proof, edge.root())
    assert read == ["tile/0/156", "tile/1/000"]


@pytest.mark.parametrize("index", [-1, 600])
def test_entry_outside_the_log_is_refused(big: tuple[Edge, dict[str, bytes]], index: int) -> None:
    nodes = TileNodes(600, big[1].__getitem__)

    for ask in (nodes.entry, nodes.leaf, nodes.inclusion):
        with pytest.raises(OutOfTree):
            ask(index)


def test_open_end_of_another_size_is_refused() -> None:
    with pytest.raises(BadTile):
        Edge(1)


@pytest.mark.parametrize("size", CUTS)
def test_sound_log_is_audited_whole(big: tuple[Edge, dict[str, bytes]], size: int) -> None:
    whole = TileNodes(size, big[1].__getitem__).root()

    seen = list(audit(size, whole, big[1].get))

    assert [step for step in seen if not isinstance(step, Checked)] == []
    assert sum(len(step.entries) for step in seen if isinstance(step, Checked)) == size


def flipped(raw: bytes, at: int) -> bytes:
    return raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :]


@pytest.mark.parametrize(
    ("path", "at", "wanted"),
    [
        ("tile/0/001", 40, [Found(Fault.ENTRY, "tile/0/001", 257)]),
        ("tile/0/273.p/112", 0, [Found(Fault.ENTRY, "tile/0/273.p/112", 69_888)]),
        ("tile/1/000", 33, [Found(Fault.TILE, "tile/1/000", 1)]),
        ("tile/1/001.p/17", 33, [Found(Fault.TILE, "tile/1/001.p/17", 257)]),
        ("tile/2/000.p/1", 0, [Found(Fault.TILE, "tile/2/000.p/1", 0)]),
        (
            "tile/entries/001",
            2,
            [
                Found(Fault.ENTRY, "tile/0/001", 256),
                Found(Fault.TILE, "tile/1/000", 1),
                Found(Fault.TILE, "tile/2/000.p/1", 0),
                Found(Fault.ROOT),
            ],
        ),
        ("tile/entries/001", 0, [Found(Fault.FORM, "tile/entries/001")]),
    ],
)
def test_flipped_bit_is_found_and_named(
    big: tuple[Edge, dict[str, bytes]], path: str, at: int, wanted: list[Found]
) -> None:
    edge, held = big
    tampered = {**held, path: flipped(held[path], at)}

    seen = audit(BIG, edge.root(), tampered.get)

    assert [step for step in seen if isinstance(step, Found)] == wanted


@pytest.mark.parametrize(
    "path", ["tile/entries/000", "tile/0/000", "tile/1/000", "tile/2/000.p/1"]
)
def test_missing_file_is_found_and_named(big: tuple[Edge, dict[str, bytes]], path: str) -> None:
    edge, held = big
    less = {name: raw for name, raw in held.items() if name != path}

    seen = audit(BIG, edge.root(), less.get)

    assert [step for step in seen if isinstance(step, Found)] == [Found(Fault.MISSING, path)]


def test_other_root_is_found(big: tuple[Edge, dict[str, bytes]]) -> None:
    seen = audit(300, merkle.EMPTY, written(300)[1].get)

    assert [step for step in seen if isinstance(step, Found)] == [Found(Fault.ROOT)]
