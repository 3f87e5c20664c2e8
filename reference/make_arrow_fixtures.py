"""Writes the Arrow files that the tests of src/formats read, and what they hold.

    python -m pip install -r requirements.txt
    python make_arrow_fixtures.py        writes fixtures/arrow/ and fixtures/arrow/expected.json

polars==2.1.0, which the other scripts do not need, writes polars-*.arrow; without it these files and what is expected
of them stay as they are.

expected.json maps a file's name to its columns, as pyarrow reads them back: type in NumPy's notation, shape, values in
C order. JSON has no word for some values, so non-finite floats are {"float": "nan" | "inf" | "-inf"} and integers
beyond 2^53 {"int": "..."}. Missing numbers are NaN, other missing values null. Columns as in another file are
{"like": file}. "compressed" holds the streams that src/formats/decompress.ts is tested with and the SHA-256 of what
they give.
"""

import hashlib
import json
import math
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.feather
import pyarrow.ipc

FIXTURES = Path(__file__).parent / "fixtures" / "arrow"
NUMPY = {
    **{pa.float16(): "<f2", pa.float32(): "<f4", pa.float64(): "<f8", pa.bool_(): "|b1"},
    **{pa.int8(): "|i1", pa.int16(): "<i2", pa.int32(): "<i4", pa.int64(): "<i8"},
    **{pa.uint8(): "|u1", pa.uint16(): "<u2", pa.uint32(): "<u4", pa.uint64(): "<u8"},
    **{pa.string(): "<U", pa.large_string(): "<U", pa.string_view(): "<U"},
    **{pa.binary(): "|S", pa.large_binary(): "|S", pa.binary_view(): "|S"},
}

expected = {}


def plain(value):
    """A value as JSON can hold it."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    if isinstance(value, bytes):
        return value.decode("latin1")
    if isinstance(value, int):
        return value if abs(value) < 2**53 else {"int": str(value)}
    return value if math.isfinite(value) else {"float": repr(value)}


def is_list(kind):
    return pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind)


def describe(column):
    """Type, shape and values of a column; None for types that the studio leaves out."""
    kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    rows = column.to_pylist()
    shape = [len(rows)]
    missing = None
    if is_list(kind):
        if NUMPY.get(kind.value_type, "|")[1:2] not in ("f", "i", "u"):
            return None
        lengths = {len(row) for row in rows if row is not None}
        width = kind.list_size if pa.types.is_fixed_size_list(kind) else max(lengths, default=0)
        assert lengths <= {width}
        shape.append(width)
        rows = [value for row in rows for value in ([None] * width if row is None else row)]
        kind = kind.value_type
    if kind not in NUMPY:
        return None
    if NUMPY[kind][1] in "fiu":
        missing = math.nan
    return {"type": NUMPY[kind], "shape": shape, "values": [plain(missing if v is None else v) for v in rows]}


def record(name, table, loaded=None):
    """Notes what pyarrow reads back from a file; `table` is what was written."""
    if loaded is None:
        opened = pa.ipc.open_stream if name.endswith(".arrows") else pa.ipc.open_file
        with opened(FIXTURES / name) as reader:
            loaded = reader.read_all()
    assert loaded.num_rows == table.num_rows and loaded.schema.equals(table.schema, check_metadata=True), name
    columns, left_out = {}, []
    for i, field in enumerate(loaded.schema):
        described = None if field.name in columns else describe(loaded.column(i))
        if described is None:
            left_out.append(field.name)
        else:
            columns[field.name] = described
    metadata = {k.decode(): v.decode() for k, v in (loaded.schema.metadata or {}).items()}
    expected[name] = {"columns": columns, "metadata": metadata, "leftOut": left_out}


def write(name, batches, schema=None, compression=None, **options):
    """Writes batches as a file or, if the name ends in `arrows`, as a stream."""
    schema = schema or batches[0].schema
    new = pa.ipc.new_stream if name.endswith(".arrows") else pa.ipc.new_file
    with new(FIXTURES / name, schema, options=pa.ipc.IpcWriteOptions(compression=compression, **options)) as writer:
        for batch in batches:
            writer.write_batch(batch)
    record(name, pa.Table.from_batches(batches, schema))


def both(name, batches, **options):
    write(f"{name}.arrow", batches, **options)
    write(f"{name}.arrows", batches, **options)


def numbers(rows, width, dtype, seed):
    """Posterior-like rows with the values that are easily lost."""
    x = np.random.default_rng(seed).normal(size=(rows, width)).astype(dtype)
    if dtype != "float64":
        x.flat[:5] = [np.nan, np.inf, -np.inf, -0.0, np.finfo(dtype).smallest_subnormal]
    else:
        x.flat[:7] = [np.nan, np.inf, -np.inf, -0.0, 1e300, -1e39, 1e-320]
    return x


def fixed(x, mask=None):
    return pa.FixedSizeListArray.from_arrays(pa.array(x.ravel()), x.shape[1], mask=mask)


def listed(x, kind=pa.ListArray, mask=None):
    offsets = pa.array(np.arange(x.shape[0] + 1) * x.shape[1], pa.int32() if kind is pa.ListArray else pa.int64())
    return kind.from_arrays(offsets, pa.array(x.ravel()), mask=mask)


def vectors():
    for dtype in ("float16", "float32", "float64"):
        x = numbers(12, 9, dtype, 1)
        columns = {"fixed": fixed(x), "list": listed(x), "large": listed(x, pa.LargeListArray)}
        batch = pa.record_batch(columns)
        both(f"vectors-{dtype}", [batch])
        # unequal and empty batches; slices have an offset, which the writer must have removed
        parts = [batch.slice(0, 5), batch.slice(5, 0), batch.slice(5, 1), batch.slice(6, 6)]
        both(f"batches-{dtype}", parts)
        write(f"batches-{dtype}-lz4.arrow", parts, compression="lz4")
        write(f"batches-{dtype}-zstd.arrows", parts, compression="zstd")
    both("empty", [], schema=batch.schema)
    both("empty-batch", [batch.slice(0, 0)])
    ints = {str(d): fixed(np.arange(12, dtype=d).reshape(4, 3)) for d in ("int8", "uint8", "int16", "uint32", "int64")}
    write("vectors-int.arrow", [pa.record_batch(ints)])


def nulls():
    rows = [[1.5, None, -2.0], None, [None, None, None], [4.0, 5.0, 6.0], None, [7.0, 8.0, 1e300], [0.0, -0.0, 9.0]]
    spaced = pa.ListArray.from_arrays(
        pa.array([0, 3, 5, 8, 11, 14, 17, 20], pa.int32()),
        pa.array([1, 2, 3, 77, 88, 4, None, 6, 7, 8, 9, 66, 1e300, 55, 10, 11, 12, 13, 14, 15], pa.float64()),
        mask=pa.array([False, True, False, False, True, False, False]),
    )
    covered = pa.FixedSizeListArray.from_arrays(
        pa.array(np.array([1, 2, 1e300, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14])), 2,
        mask=pa.array([False, True, False, False, True, False, False]),
    )
    columns = {
        "fixed": pa.array(rows, pa.list_(pa.float64(), 3)),
        "list": pa.array(rows, pa.list_(pa.float64())),
        "large": pa.array(rows, pa.large_list(pa.float32())),
        "half": pa.array([r and [v if v is None or v < 1e5 else 0 for v in r] for r in rows], pa.list_(pa.float16())),
        "spaced": spaced,
        "covered": covered,
        "none": pa.array([None] * 7, pa.list_(pa.float32())),
        "late": pa.array([None, None] + [[1, 2]] * 5, pa.list_(pa.float32())),
        "f8": pa.array([1.0, None, math.nan, -1e39, 1e-320, None, math.inf]),
        "i8": pa.array([1, None, 2**62, -(2**53) - 1, 0, None, -1], pa.int64()),
        "bool": pa.array([True, None, False, True, None, False, True]),
        "text": pa.array(["a", None, "", "Δz", "\ufeffbom", None, "z"]),
    }
    batch = pa.record_batch(columns)
    parts = [batch.slice(0, 3), batch.slice(3, 1), batch.slice(4)]
    both("nulls", [batch])
    both("nulls-batches", parts)
    write("nulls-lz4.arrows", parts, compression="lz4")
    write("nulls-zstd.arrow", parts, compression="zstd")


def scalars():
    columns = {}
    for bits in (8, 16, 32, 64):
        for kind in ("int", "uint"):
            info = np.iinfo(f"{kind}{bits}")
            columns[f"{kind}{bits}"] = pa.array([info.min, info.max, 1, info.max // 3], getattr(pa, f"{kind}{bits}")())
    columns["float16"] = pa.array(np.array([0.5, 65504, np.nan, 6e-8], "float16"))
    columns["float32"] = pa.array([0.1, -3.4e38, math.inf, 1e-45], pa.float32())
    columns["float64"] = pa.array([1 / 3, 1e300, -math.inf, 5e-324])
    columns["bool"] = pa.array([True, False, False, True])
    words = ["Success", "", "Δz ≥ 1e-3, longer than twelve bytes", "𝑧"]
    raw = [b"Flag 1", b"", b"\xe9t\xe9\x00\xff", b"longer than twelve bytes"]
    for kind in ("string", "large_string", "string_view"):
        columns[kind] = pa.array(words, getattr(pa, kind)())
    for kind in ("binary", "large_binary", "binary_view"):
        columns[kind] = pa.array(raw, getattr(pa, kind)())
    batch = pa.record_batch(columns)
    parts = [batch.slice(1, 2), batch.slice(0, 0), batch.slice(3), batch.slice(0, 4)]
    both("scalars", parts)
    write("scalars-lz4.arrow", parts, compression="lz4")
    write("scalars-zstd.arrows", parts, compression="zstd")


def dictionaries():
    labels = ["success", "mismatch", None, "spurious", "success"]
    columns = {
        name: pa.array(labels, pa.dictionary(index, value))
        for name, index, value in (
            ("int8", pa.int8(), pa.string()),
            ("uint16", pa.uint16(), pa.large_string()),
            ("int64", pa.int64(), pa.string()),
            ("binary", pa.int32(), pa.binary()),
        )
    }
    views = pa.array(["success", "mismatch, longer than twelve bytes"], pa.string_view())
    columns["uint32"] = pa.DictionaryArray.from_arrays(pa.array([0, 1, None, 1, 0], pa.uint32()), views)
    columns["number"] = pa.array([0.5, 2.5, None, 1e300, 0.5]).dictionary_encode()
    columns["integer"] = pa.array([7, -7, None, 2**60, 7]).dictionary_encode()
    columns["boolean"] = pa.DictionaryArray.from_arrays(pa.array([1, 0, None, 1, 1], pa.int8()), pa.array([True, False]))
    columns["nullEntry"] = pa.DictionaryArray.from_arrays(pa.array([1, 0, None, 2, 1], pa.int8()), pa.array(["a", None, "c"]))
    batch = pa.record_batch(columns)
    both("dictionaries", [batch.slice(0, 2), batch.slice(2)])
    write("dictionaries-lz4.arrows", [batch.slice(0, 2), batch.slice(2)], compression="lz4")
    write("dictionaries-zstd.arrow", [batch.slice(0, 2), batch.slice(2)], compression="zstd")

    def coded(codes, words):
        array = pa.DictionaryArray.from_arrays(pa.array(codes, pa.int8()), pa.array(words))
        return pa.record_batch({"status": array, "row": pa.array(range(len(codes)))})

    growing = [coded([0, 1], ["a", "b"]), coded([2, 0, None], ["a", "b", "c"]), coded([3, 1], ["a", "b", "c", "d"])]
    both("dictionary-delta", growing, emit_dictionary_deltas=True)
    both("dictionary-delta-lz4", growing, emit_dictionary_deltas=True, compression="lz4")
    changing = [coded([0, 1], ["a", "b"]), coded([0, 1, None], ["b", "c"]), coded([2, 1], ["x", "y", "z"])]
    write("dictionary-replaced.arrows", changing)
    write("dictionary-replaced-zstd.arrows", changing, compression="zstd")


def metadata():
    batch = pa.record_batch({"x": pa.array([1.0, 2.0])}, metadata={"zgrid": "[0.0, 0.5, 1.0]", "origin": "Δ survey", "": ""})
    both("metadata", [batch])


def left_out():
    rows = 2
    flat = pa.array(range(rows))
    columns = [
        ("struct", pa.array([{"a": 1, "b": "x"}, {"a": 2, "b": "y"}])),
        ("map", pa.array([[("k", 1)], []], pa.map_(pa.string(), pa.int32()))),
        ("nested", pa.array([[[1.0, 2.0]], [[3.0, 4.0]]], pa.list_(pa.list_(pa.float32(), 2), 1))),
        ("first", flat),
        ("words", pa.array([["a"], ["b", "c"]])),
        ("views", pa.array([["a"], ["longer than twelve bytes"]], pa.list_(pa.string_view()))),
        ("date", flat.cast(pa.int32()).cast(pa.date32())),
        ("time", flat.cast(pa.timestamp("us", tz="UTC"))),
        ("null", pa.nulls(rows)),
        ("decimal", flat.cast(pa.decimal128(30, 2))),
        ("bytes", pa.array([b"ab", b"cd"], pa.binary(2))),
        ("sparse", pa.UnionArray.from_sparse(pa.array([0, 1], pa.int8()), [flat, pa.array(["a", "b"])])),
        ("dense", pa.UnionArray.from_dense(pa.array([0, 1], pa.int8()), pa.array([0, 0], pa.int32()), [flat, flat])),
        ("coded", pa.array([{"s": "a"}, {"s": "b"}], pa.struct([("s", pa.dictionary(pa.int8(), pa.string()))]))),
        ("second", pa.array(["x", "y"])),
        ("first", pa.array([8.5, 9.5])),
        ("", pa.array([3, 4], pa.int8())),
    ]
    names, arrays = zip(*columns)
    batch = pa.RecordBatch.from_arrays(list(arrays), names=list(names))
    both("left-out", [batch])
    write("left-out-lz4.arrow", [batch], compression="lz4")


def feather():
    x = numbers(6, 8, "float32", 2)
    table = pa.table({"X": fixed(x), "status": pa.array(["a", "b", "a", "b", "a", "c"]).dictionary_encode()})
    for name, options in {
        "feather.feather": {},
        "feather-chunks.feather": {"chunksize": 4, "compression": "zstd"},
        "feather-plain.feather": {"compression": "uncompressed"},
    }.items():
        pa.feather.write_feather(table, FIXTURES / name, **options)
        record(name, table, pa.feather.read_table(FIXTURES / name))


def large():
    """A column beyond LZ4's 64 KB blocks and their history, that still takes little room when compressed."""
    row = np.exp(-np.square(np.linspace(-4, 4, 700, dtype="float32")))
    x = np.stack([np.roll(row, 25 * i) for i in range(60)]).round(3)
    for compression in ("lz4", "zstd"):
        write(f"large-{compression}.arrow", [pa.record_batch({"X": fixed(x)})], compression=compression)
    # the values would fill megabytes of JSON: a sum over their bytes will do
    for compression in ("lz4", "zstd"):
        entry = expected[f"large-{compression}.arrow"]["columns"]["X"]
        loaded = pa.ipc.open_file(FIXTURES / f"large-{compression}.arrow").read_all()
        values = loaded.column("X").combine_chunks().flatten().to_numpy()
        del entry["values"]
        entry["sha256"] = hashlib.sha256(values.astype("<f4").tobytes()).hexdigest()


def older():
    batch = pa.record_batch({"x": pa.array([1.0, 2.0])})
    write("metadata-version-4.arrow", [batch], metadata_version=pa.ipc.MetadataVersion.V4)
    write("before-0.15.arrow", [batch], use_legacy_format=True)


def with_polars(polars):
    """polars 2 writes the schema at the start as a message without a length, and text as views."""
    x = numbers(6, 3, "float32", 4)
    frame = polars.DataFrame(
        {
            "X": polars.Series(x, dtype=polars.Array(polars.Float32, 3)),
            "list": polars.Series(x.tolist(), dtype=polars.List(polars.Float32)),
            "z": [0.5, None, 1e300, -0.0, math.inf, math.nan],
            "text": ["a", None, "", "Δz ≥ 1e-3, longer than twelve bytes", "z", "a"],
            "coded": polars.Series(["a", "b", None, "a", "b", "b"], dtype=polars.Categorical),
        }
    )
    frames = {"uncompressed": frame, "zstd": frame, "empty": frame.clear()}
    for name, each in frames.items():
        file = f"polars-{name}.arrow"
        each.write_ipc(FIXTURES / file, compression="zstd" if name == "zstd" else "uncompressed")
        with pa.ipc.open_file(FIXTURES / file) as reader:
            record(file, reader.read_all())


def ragged():
    """Lists that make no table: the studio leaves them out, so nothing is recorded."""
    rows = [[1.0, 2.0], None, [3.0, 4.0], [5.0], [], [6.0, 7.0, 8.0], [9.0], [10.0], [11.0]]
    batch = pa.record_batch({"X": pa.array(rows, pa.list_(pa.float32()))})
    with pa.ipc.new_file(FIXTURES / "ragged.arrow", batch.schema) as writer:
        writer.write_batch(batch.slice(0, 4))
        writer.write_batch(batch.slice(4, 2))
    options = pa.ipc.IpcWriteOptions(compression="lz4")
    with pa.ipc.new_stream(FIXTURES / "ragged.arrows", batch.schema, options=options) as writer:
        writer.write_batch(batch)


def unread():
    """Types that the studio does not read: it refuses these files, so nothing is recorded."""
    rows = [[1.0, 2.0], [3.0, 4.0]]
    columns = {
        "run-end-encoded.arrows": pa.RunEndEncodedArray.from_arrays(pa.array([2, 3], pa.int32()), pa.array([1.0, 2.0])),
        "list-view.arrow": pa.array(rows, pa.list_view(pa.float32())),
        "large-list-view.arrows": pa.array(rows, pa.large_list_view(pa.float32())),
    }
    for name, column in columns.items():
        batch = pa.record_batch({"X": column})
        new = pa.ipc.new_stream if name.endswith(".arrows") else pa.ipc.new_file
        with new(FIXTURES / name, batch.schema) as writer:
            writer.write_batch(batch)


def compressed():
    """Streams for decompress.ts, as Arrow's own codecs write them."""
    random = np.random.default_rng(3)
    words = np.array([b"alpha ", b"beta ", b"gamma ", b"delta "], dtype=object)
    base = random.bytes(1_500)
    contents = {
        "text": b"".join(b"".join(random.choice(words, 80)) + base * 12 for _ in range(10)),
        "zeros": bytes(300_000),
        "random": random.bytes(2_000),
        "far": (block := random.bytes(4_000)) + bytes(50_000) + block + bytes(70_000),
        "short": b"z",
        "empty": b"",
    }
    streams = {}
    for name, content in contents.items():
        for codec in ("lz4", "zstd"):
            file = f"{name}.{codec}"
            data = pa.Codec(codec).compress(content, asbytes=True)
            (FIXTURES / file).write_bytes(data)
            assert pa.Codec(codec).decompress(data, len(content), asbytes=True) == content
            streams[file] = {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    return streams


def main():
    FIXTURES.mkdir(parents=True, exist_ok=True)
    try:
        import polars
    except ImportError:
        polars = None
    for old in FIXTURES.iterdir():
        if polars is not None or not old.name.startswith(("polars-", "expected")):
            old.unlink()
    vectors()
    nulls()
    scalars()
    dictionaries()
    metadata()
    left_out()
    feather()
    large()
    older()
    ragged()
    unread()
    streams = compressed()
    if polars is not None:
        with_polars(polars)
    else:
        kept = json.loads((FIXTURES / "expected.json").read_text())
        expected.update({name: entry for name, entry in kept.items() if name.startswith("polars-")})
    first = {}
    for name, entry in sorted(expected.items()):
        key = json.dumps(entry["columns"])
        entry["columns"] = {"like": first[key]} if key in first else entry["columns"]
        first.setdefault(key, name)
    lines = [f"{json.dumps(name)}: {json.dumps(entry)}" for name, entry in sorted(expected.items())]
    lines.append(f'"compressed": {json.dumps(streams)}')
    (FIXTURES / "expected.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")
    size = sum(path.stat().st_size for path in FIXTURES.iterdir())
    print(f"{len(expected)} files written by pyarrow {pa.__version__}, {size:,} bytes in all")


if __name__ == "__main__":
    main()
