"""Writes the Parquet files that the tests of src/formats read, and what they hold.

    python -m pip install -r requirements.txt
    python make_parquet_fixtures.py       writes fixtures/parquet/*.parquet and fixtures/parquet/expected.json

expected.json maps a file's name to its columns (type in NumPy's notation, shape, values in C order as pyarrow reads
them back) and its metadata. Non-finite floats are {"float": "nan" | "inf" | "-inf"}, integers beyond 2^53
{"int": "..."}; {"same": file} stands for what another file holds. Files whose name starts with "refused" hold lists of unequal lengths, which have no shape.
"""

import datetime
import decimal
import json
import math
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from astropy.table import Table

FIXTURES = Path(__file__).parent / "fixtures" / "parquet"
TYPES = {
    "int8": "|i1", "int16": "<i2", "int32": "<i4", "int64": "<i8",
    "uint8": "|u1", "uint16": "<u2", "uint32": "<u4", "uint64": "<u8",
    "halffloat": "<f2", "float": "<f4", "double": "<f8", "bool": "|b1",
    "string": "<U", "large_string": "<U", "binary": "<U",
}
LIBRARY_KEYS = (b"ARROW:schema", b"pandas")

expected = {}


def plain(value):
    """A value as JSON can hold it."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, bytes):
        return value.decode("latin1")
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    if isinstance(value, int):
        return value if abs(value) < 2**53 else {"int": str(value)}
    if isinstance(value, float):
        return value if math.isfinite(value) else {"float": repr(value)}
    raise TypeError(type(value))


def record(name):
    """Takes down what pyarrow reads from a file, but for columns that the studio leaves out."""
    file = pq.ParquetFile(FIXTURES / name)
    table = file.read()
    columns = {}
    for field in table.schema:
        kind = field.type
        if pa.types.is_dictionary(kind):
            kind = kind.value_type
        if pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind):
            if str(kind.value_type) not in TYPES or str(kind.value_type) == "string":
                continue
            if name.startswith("refused"):
                continue
            rows = table.column(field.name).to_pylist()
            widths = {len(row) for row in rows if row is not None}
            assert len(widths) <= 1, (name, field)
            width = widths.pop() if widths else 0
            shape = [len(rows), width]
            kind, rows = kind.value_type, [value for row in rows for value in ([None] * width if row is None else row)]
        elif str(kind) not in TYPES:
            continue
        else:
            rows = table.column(field.name).to_pylist()
            shape = [len(rows)]
        columns[field.name] = {"type": TYPES[str(kind)], "shape": shape, "values": [plain(v) for v in rows]}
    metadata = {
        key.decode(): value.decode()
        for key, value in (file.metadata.metadata or {}).items()
        if key not in LIBRARY_KEYS
    }
    entry = {"columns": columns, "metadata": metadata}
    same = next((other for other, known in expected.items() if known == entry), None)
    expected[name] = entry if same is None else {"same": same}


def write(name, table, **options):
    pq.write_table(table, FIXTURES / name, **options)
    record(name)


def posteriors(rows, width, seed=1):
    """Rows that sum to 1, with zeros and repeats as posteriors have them."""
    rng = np.random.default_rng(seed)
    x = rng.gamma(0.3, size=(rows, width)).astype(np.float32)
    x[x < 0.01] = 0
    return (x / np.maximum(x.sum(axis=1, keepdims=True), 1e-6)).astype(np.float32)


def lists(matrix, kind=pa.float32(), **options):
    return pa.array([[plain_number(v) for v in row] for row in matrix], pa.list_(kind, **options))


def plain_number(value):
    return None if value is None else value.item() if isinstance(value, np.generic) else value


def sample(rows=6, width=8):
    x = posteriors(rows, width)
    labels = [f"object {i % 3}" for i in range(rows)]
    return pa.table({"X": lists(x), "z": np.linspace(0.1, 4.9, rows), "label": labels})


def compressions():
    for compression in ("none", "snappy", "gzip", "zstd", "lz4", "brotli"):
        for use_dictionary in (False, True):
            for version in ("1.0", "2.0"):
                name = f"{compression}-{'dictionary' if use_dictionary else 'plain'}-v{version[0]}.parquet"
                write(name, sample(), compression=compression, use_dictionary=use_dictionary, data_page_version=version)
    # long enough that every codec refers back, by copies that overlap and by far ones
    x = np.tile(posteriors(3, 48), (9, 1))
    x[12:20] = 0
    for compression in ("snappy", "gzip", "zstd", "lz4", "brotli"):
        write(f"repeats-{compression}.parquet", pa.table({"X": lists(x)}), compression=compression, use_dictionary=False)


def element_types():
    rng = np.random.default_rng(2)
    x = posteriors(5, 16)
    columns = {
        "list": lists(x),
        "large_list": pa.array(x.tolist(), pa.large_list(pa.float32())),
        "fixed_size_list": pa.array(x.tolist(), pa.list_(pa.float32(), 16)),
        "required": lists(x).cast(pa.list_(pa.field("element", pa.float32(), nullable=False))),
        "double": lists(rng.normal(size=(5, 4)), pa.float64()),
        "half": pa.array([list(row) for row in rng.normal(size=(5, 6)).astype(np.float16)], pa.list_(pa.float16())),
        "one": lists(x[:, :1]),
        "bool": pa.array([[True, False, True]] * 4 + [[False, False, None]], pa.list_(pa.bool_())),
    }
    for bits in (8, 16, 32, 64):
        for sign in ("int", "uint"):
            info = np.iinfo(f"{sign}{bits}")
            row = [int(info.min), int(info.max), int(info.max) // 3, 1]
            columns[f"{sign}{bits}"] = pa.array([row, row[::-1], [0, 1, 2, 3], row, row], pa.list_(pa.type_for_alias(f"{sign}{bits}")))
    for name, use_dictionary in (("element-types.parquet", False), ("element-types-dictionary.parquet", True)):
        write(name, pa.table(columns), use_dictionary=use_dictionary)
    fields = [pa.field(n, pa.list_(pa.field("element", c.type.value_type, nullable=False)), nullable=False) for n, c in columns.items() if n in ("list", "double", "int16")]
    schema = pa.schema([*fields, pa.field("z", pa.float64(), nullable=False)])
    table = pa.table([*(columns[f.name].cast(f.type) for f in fields), np.arange(5.0)], schema=schema)
    write("required.parquet", table)
    write("no-arrow-schema.parquet", table, store_schema=False)
    write("item-names.parquet", pa.table({"X": lists(x)}), use_compliant_nested_type=False)
    special = [[1e39, -1e300, 1e-60, 0.0], [math.inf, math.nan, -1e-320, 3.4e38], [-0.0, -math.inf, 1.0, 0.1]]
    write("range-loss.parquet", pa.table({"X": pa.array(special, pa.list_(pa.float64()))}))
    write("range-loss-dictionary.parquet", pa.table({"X": pa.array(special * 3, pa.list_(pa.float64()))}), use_dictionary=True)


def nulls():
    x = posteriors(9, 8).astype(object)
    x[0, 3] = x[4, 0] = x[4, 7] = x[8, 7] = None
    x[6, :] = None
    table = pa.table({"X": lists(x), "z": pa.array([None, 1.5, None, 2.5, 3.5, None, None, None, 4.5])})
    for version in ("1.0", "2.0"):
        for use_dictionary in (False, True):
            name = f"null-elements-{'dictionary' if use_dictionary else 'plain'}-v{version[0]}.parquet"
            write(name, table, data_page_version=version, use_dictionary=use_dictionary)
    write("all-null.parquet", pa.table({"X": pa.array([[None] * 4] * 3, pa.list_(pa.float32())), "z": pa.array([None] * 3, pa.float64()), "s": pa.array([None] * 3, pa.string())}))


def pages():
    x = posteriors(48, 12, seed=3)
    table = pa.table({"X": lists(x), "z": np.arange(48) / 8, "label": [f"object {i}" for i in range(48)]})
    small = {"data_page_size": 64, "write_batch_size": 7, "compression": "none"}
    write("small-pages-v1.parquet", table, use_dictionary=False, **small)
    write("small-pages-v2.parquet", table, use_dictionary=False, data_page_version="2.0", **small)
    write("small-pages-dictionary.parquet", table, **small)
    # the dictionary grows too large, so that plain pages follow
    write("dictionary-then-plain.parquet", table, dictionary_pagesize_limit=256, **small)
    write("page-index.parquet", table, write_page_index=True, write_page_checksum=True, use_dictionary=False, **small)
    with pq.ParquetWriter(FIXTURES / "row-groups.parquet", table.schema) as writer:
        for start, count in ((0, 11), (11, 1), (12, 0), (12, 20), (32, 16)):
            writer.write_table(table.slice(start, count), row_group_size=max(count, 1))
    record("row-groups.parquet")


def encodings():
    rng = np.random.default_rng(4)
    x = posteriors(10, 8)
    steps = np.cumsum(rng.integers(-50, 90, 200))
    far = rng.integers(-(2**62), 2**62, 200)
    texts = [f"survey-{i // 40:03d}/object-{i % 40:04d}{'x' * (i % 5)}" for i in range(200)]
    split = {
        "X": lists(x), "D": lists(x.astype(float), pa.float64()),
        "H": pa.array([list(row) for row in x.astype(np.float16)], pa.list_(pa.float16())),
        "I": lists(rng.integers(-(2**31), 2**31, (10, 3)).tolist(), pa.int32()),
    }
    names = {name: "BYTE_STREAM_SPLIT" for name in split}
    write("byte-stream-split.parquet", pa.table(split), use_dictionary=False, column_encoding={f"{n}.list.element": e for n, e in names.items()})
    delta = {
        "steps32": pa.array(steps, pa.int32()), "steps64": pa.array(steps, pa.int64()),
        "far": pa.array(far, pa.int64()), "wrap": pa.array([2**31 - 1, -(2**31)] * 100, pa.int32()),
        "unsigned": pa.array([2**32 - 1, 0, 7, 1] * 50, pa.uint32()),
        "gaps": pa.array([None if i % 7 == 0 else i for i in range(200)], pa.int64()),
        "lengths": pa.array(texts), "prefixes": pa.array(texts),
        "flags": pa.array([None if i % 11 == 0 else i % 3 == 0 for i in range(200)]),
    }
    chosen = {"lengths": "DELTA_LENGTH_BYTE_ARRAY", "prefixes": "DELTA_BYTE_ARRAY", "flags": "RLE"}
    for version in ("1.0", "2.0"):
        column_encoding = {name: chosen.get(name, "DELTA_BINARY_PACKED") for name in delta}
        write(f"delta-v{version[0]}.parquet", pa.table(delta), use_dictionary=False, column_encoding=column_encoding, data_page_version=version)


def scalars():
    rng = np.random.default_rng(5)
    columns = {}
    for bits in (8, 16, 32, 64):
        for sign in ("int", "uint"):
            info = np.iinfo(f"{sign}{bits}")
            columns[f"{sign}{bits}"] = pa.array([int(info.min), None, int(info.max), 1, int(info.max) // 3], pa.type_for_alias(f"{sign}{bits}"))
    columns |= {
        "half": pa.array([np.float16(v) for v in (0.5, -2.25, 65504, 6e-8)] + [None], pa.float16()),
        "float": pa.array([0.1, None, math.nan, math.inf, -0.0], pa.float32()),
        "double": pa.array([1e300, -1e-300, None, 1 / 3, -math.inf]),
        "bool": pa.array([True, None, False, True, True]),
        "string": pa.array(["Success", "", None, "Δz ≥ 1e-3", "𝑧"]),
        "large_string": pa.array(["a", "b", "a", None, "c"], pa.large_string()),
        "latin1": pa.array([b"plain", b"\xe9t\xe9", None, b"", b"\xff\x00"], pa.binary()),
        "dictionary": pa.array(["success", "mismatch", "success", None, "spurious"]).dictionary_encode(),
        "full": pa.array(rng.normal(size=5)),
        "date": pa.array([datetime.date(2026, 1, 1)] * 5),
        "timestamp": pa.array([datetime.datetime(2026, 1, 1)] * 5),
        "nanoseconds": pa.array([1] * 5, pa.timestamp("ns", "UTC")),
        "time": pa.array([datetime.time(1, 2, 3)] * 5),
        "decimal": pa.array([decimal.Decimal("1.25")] * 5),
        "fixed": pa.array([b"abcd"] * 5, pa.binary(4)),
        "struct": pa.array([{"a": 1, "b": 2.0}] * 5),
        "map": pa.array([[("a", 1)]] * 5, pa.map_(pa.string(), pa.int32())),
        "null": pa.nulls(5),
        "names": pa.array([["a", "b"]] * 5),
        "cube": pa.array([[[1.0, 2.0]]] * 5),
        "dates": pa.array([[datetime.date(2026, 1, 1)]] * 5),
        "structs": pa.array([[{"a": 1, "b": 2}]] * 5),
        "last": pa.array([1, 2, 3, 4, 5], pa.int16()),
    }
    for version in ("1.0", "2.0"):
        for use_dictionary in (False, True):
            name = f"scalars-{'dictionary' if use_dictionary else 'plain'}-v{version[0]}.parquet"
            write(name, pa.table(columns), use_dictionary=use_dictionary, data_page_version=version)


def others():
    grid = json.dumps(np.linspace(0, 5, 8).tolist())
    table = sample().replace_schema_metadata({"zgrid": grid, "survey": "Δ"})
    write("metadata.parquet", table)
    write("empty.parquet", sample().slice(0, 0))
    no_rows = pq.ParquetWriter(FIXTURES / "no-row-groups.parquet", sample().schema)
    no_rows.close()
    record("no-row-groups.parquet")
    legacy = pa.schema([pa.field("X", pa.list_(pa.field("element", pa.float32(), nullable=False)), nullable=False), ("z", pa.float64())])
    table = pa.table([lists(posteriors(6, 8)).cast(legacy.field("X").type), np.arange(6.0)], schema=legacy)
    pq.write_table(table, FIXTURES / "legacy.parquet", store_schema=False)
    content = (FIXTURES / "legacy.parquet").read_bytes()
    (FIXTURES / "legacy.parquet").unlink()
    for name, change in (("two-levels.parquet", to_two_levels), ("repeated.parquet", to_repeated)):
        (FIXTURES / name).write_bytes(with_footer(content, change))
        record(name)
    x = posteriors(6, 8)
    astropy = Table({"X": x, "z": np.arange(6.0), "label": [f"object {i}" for i in range(6)]})
    astropy.write(FIXTURES / "astropy.parquet", format="parquet", overwrite=True)
    record("astropy.parquet")


def null_rows():
    """A null row is one entry, whatever the width of the others."""
    def rows(count, width, missing, kind=pa.float32()):
        x = [row.tolist() for row in posteriors(count, width, seed=5)]
        x[1][2 % width] = None
        return pa.table({"X": pa.array([None if i in missing else row for i, row in enumerate(x)], kind), "z": np.arange(float(count))})

    kind = pa.list_(pa.float32())
    ends = rows(9, 8, (0, 4, 5, 8), kind)
    write("null-rows-plain-v1.parquet", ends, use_dictionary=False)
    write("null-rows-dictionary-v2.parquet", ends, data_page_version="2.0")
    write("null-rows-no-statistics.parquet", ends, write_statistics=False)
    write("null-rows-fixed-size-list.parquet", rows(5, 8, (3,), pa.list_(pa.float32(), 8)))
    # 49 entries in 7 rows: 7 in a row on average
    write("null-rows-whole-average.parquet", rows(7, 8, (3,), kind))
    write("null-rows-one-value.parquet", rows(5, 1, (0, 3), kind))
    many = rows(40, 8, (0, 2, 3, *range(12, 19), 25, 39), kind)
    write("null-rows-pages.parquet", many, use_dictionary=False, data_page_size=96, write_batch_size=4)
    # of nothing else, of none, and of some
    write("null-rows-groups.parquet", rows(12, 8, (0, 2, 3, 9), kind), row_group_size=3)
    write("null-rows-group-of-nulls.parquet", rows(9, 8, (0, 2, 3, 4, 5), kind), row_group_size=3)


def refused():
    row = [0.25] * 4
    for name, rows in (
        ("refused-lengths", [row, row, [1.0] * 5]),
        ("refused-same-average", [row, [1.0] * 5, [1.0] * 3]),
        ("refused-same-average-longer-last", [row, [1.0] * 3, [1.0] * 5]),
        ("refused-null-row", [row, None, [1.0] * 7]),
        ("refused-null-and-short", [row, None, row, [1.0] * 3, [1.0] * 5]),
        ("refused-null-and-longer-last", [row, None, [1.0] * 3, [1.0] * 5]),
        ("refused-null-and-shorter-last", [row, None, [1.0] * 5, [1.0] * 3]),
        ("refused-null-and-longest-last", [row, None, None, row, [1.0] * 7]),
        ("refused-null-and-shortest-last", [row, row, None, [1.0]]),
        ("refused-null-after-short", [row, [1.0] * 3, None, [1.0] * 5]),
        ("refused-null-and-empty", [row, None, [], row, row]),
        ("refused-null-and-lengths", [row, None, row[:3]]),
        ("refused-empty-row", [[1.0] * 7, [], row]),
        ("refused-all-empty", [[], [], []]),
    ):
        write(f"{name}.parquet", pa.table({"X": pa.array(rows, pa.list_(pa.float32()))}))
    table = pa.table({"X": pa.array([row] * 4 + [[1.0] * 6] * 2, pa.list_(pa.float32()))})
    write("refused-row-groups.parquet", table, row_group_size=4)


# Old writers lay lists out in fewer levels. The levels in the pages stay as they are where nothing is nullable, so that
# a footer with another schema makes such a file of pyarrow's; pyarrow reads it back.


def to_two_levels(footer):
    schema = footer[2][1][1]
    del schema[2]
    schema[2][3] = (5, 2)
    schema[1][5] = (5, 1)
    schema[2][4] = (8, b"array")
    set_path(footer, [b"X", b"array"])


def to_repeated(footer):
    schema = footer[2][1][1]
    del schema[1:3]
    schema[1][3] = (5, 2)
    schema[1][4] = (8, b"X")
    set_path(footer, [b"X"])


def set_path(footer, path):
    for group in footer[4][1][1]:
        group[1][1][1][0][3][1][3] = (9, (8, path))


def with_footer(content, change):
    length = int.from_bytes(content[-8:-4], "little")
    footer, _ = read_struct(content[-8 - length : -8], 0)
    change(footer)
    changed = write_struct(footer)
    return content[: -8 - length] + changed + len(changed).to_bytes(4, "little") + b"PAR1"


def read_varint(data, at):
    value = shift = 0
    while True:
        value |= (data[at] & 127) << shift
        at, shift = at + 1, shift + 7
        if data[at - 1] < 128:
            return value, at


def read_value(data, at, kind):
    """A value of Thrift's compact protocol; integers stay in zigzag, so that they are written as they were."""
    if kind in (4, 5, 6):
        value, at = read_varint(data, at)
        return value >> 1 ^ -(value & 1), at
    if kind == 3:
        return data[at], at + 1
    if kind == 8:
        length, at = read_varint(data, at)
        return data[at : at + length], at + length
    if kind == 9:
        size, item = data[at] >> 4, data[at] & 15
        at += 1
        if size == 15:
            size, at = read_varint(data, at)
        values = []
        for _ in range(size):
            value, at = read_value(data, at, item)
            values.append(value)
        return (item, values), at
    if kind == 12:
        return read_struct(data, at)
    raise ValueError(kind)


def read_struct(data, at):
    fields, number = {}, 0
    while data[at] != 0:
        number += data[at] >> 4
        kind = data[at] & 15
        if kind in (1, 2):
            fields[number], at = (kind, None), at + 1
        else:
            value, at = read_value(data, at + 1, kind)
            fields[number] = (kind, value)
    return fields, at + 1


def write_varint(value):
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes(out) + bytes([value])


def write_value(kind, value):
    if kind in (1, 2):
        return b""
    if kind in (4, 5, 6):
        return write_varint(value * 2 if value >= 0 else -value * 2 - 1)
    if kind == 3:
        return bytes([value])
    if kind == 8:
        return write_varint(len(value)) + value
    if kind == 9:
        item, values = value
        return bytes([0xF0 | item]) + write_varint(len(values)) + b"".join(write_value(item, v) for v in values)
    return write_struct(value)


def write_struct(fields):
    out, last = b"", 0
    for number, (kind, value) in sorted(fields.items()):
        out += bytes([(number - last) << 4 | kind]) + write_value(kind, value)
        last = number
    return out + b"\0"


def main():
    FIXTURES.mkdir(parents=True, exist_ok=True)
    for old in FIXTURES.glob("*.parquet"):
        old.unlink()
    compressions()
    element_types()
    nulls()
    pages()
    encodings()
    scalars()
    others()
    null_rows()
    refused()
    lines = [f"{json.dumps(name)}: {json.dumps(entry)}" for name, entry in sorted(expected.items())]
    (FIXTURES / "expected.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")
    print(f"{len(expected)} files written by pyarrow {pa.__version__}")


if __name__ == "__main__":
    main()
