"""Model files: safetensors, whose header is JSON behind its length."""

import json
import struct
from pathlib import Path

import numpy as np

# How safetensors names the types of numbers, and how numpy does.
TYPES = {"F32": "<f4", "F16": "<f2", "I8": "i1"}


def read(path: Path | str) -> tuple[dict, dict[str, np.ndarray]]:
    """The settings and the numbers of a file, as they are stored."""
    bytes_ = Path(path).read_bytes()
    (length,) = struct.unpack("<Q", bytes_[:8])
    entries, body = json.loads(bytes_[8 : 8 + length]), bytes_[8 + length :]
    config = json.loads(entries.pop("__metadata__")["config"])
    numbers = {}
    for name, entry in entries.items():
        begin, end = entry["data_offsets"]
        numbers[name] = np.frombuffer(body[begin:end], TYPES[entry["dtype"]]).reshape(entry["shape"])
    return config, numbers


def write(path: Path | str, config: dict, numbers: dict[str, np.ndarray]) -> None:
    """A file in float32."""
    entries, begin = {}, 0
    for name, array in numbers.items():
        end = begin + 4 * array.size
        entries[name] = {"dtype": "F32", "shape": list(array.shape), "data_offsets": [begin, end]}
        begin = end
    metadata = {"config": json.dumps(config, ensure_ascii=False)}
    header = json.dumps({"__metadata__": metadata, **entries}, ensure_ascii=False).encode()
    header += b" " * (-len(header) % 8)
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    with Path(path).open("wb") as file:
        file.write(struct.pack("<Q", len(header)) + header)
        file.writelines(array.astype("<f4").tobytes() for array in numbers.values())
