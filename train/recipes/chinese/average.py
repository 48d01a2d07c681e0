"""The mean of several models' weights: of states of one training, or of trainings that went on from each other.

    python train/recipes/chinese/average.py --model A --model B --weight 1 --weight 2 --out runs/mean/model.safetensors

Its settings are those of the last model; what it is the mean of is written beside them.
"""

import argparse
import json
import struct
import sys
from pathlib import Path

import numpy as np


def read(path: str) -> tuple[dict, dict, bytes]:
    """Metadata, what is where, and the numbers of a file of safetensors."""
    bytes_ = Path(path).read_bytes()
    (length,) = struct.unpack("<Q", bytes_[:8])
    entries = json.loads(bytes_[8 : 8 + length])
    metadata = entries.pop("__metadata__")
    for name, entry in entries.items():
        if entry["dtype"] != "F32":
            sys.exit(f"{path}: {name}: expected float32, found {entry['dtype']}")
    return metadata, entries, bytes_[8 + length :]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", action="append", required=True)
    parser.add_argument("--weight", action="append", type=float, default=[], help="one for each model; 1 without")
    parser.add_argument("--out", required=True)
    options = parser.parse_args()
    weights = options.weight or [1.0] * len(options.model)
    if len(weights) != len(options.model):
        sys.exit(f"expected as many weights as models, {len(options.model)}, found {len(weights)}")
    files = [read(path) for path in options.model]
    metadata, entries, _ = files[-1]
    mean = bytearray(len(files[-1][2]))
    for name, entry in entries.items():
        sum_ = np.zeros(entry["shape"])
        for path, weight, (_, others, body) in zip(options.model, weights, files):
            if others.get(name, {}).get("shape") != entry["shape"]:
                sys.exit(f"{path}: {name}: expected the shape {entry['shape']}, found {others.get(name)}")
            begin, end = others[name]["data_offsets"]
            sum_ += weight / sum(weights) * np.frombuffer(body[begin:end], "<f4").reshape(entry["shape"])
        begin, end = entry["data_offsets"]
        mean[begin:end] = sum_.astype("<f4").tobytes()
    config = json.loads(metadata["config"])
    # They were measured on the last model.
    config["training"].pop("validation_loss", None)
    config["training"].pop("validation_exact_match", None)
    config["training"]["mean_of"] = [
        {"model": Path(path).parent.name, "weight": weight} for path, weight in zip(options.model, weights)
    ]
    metadata["config"] = json.dumps(config, ensure_ascii=False)
    header = json.dumps({"__metadata__": metadata, **entries}, ensure_ascii=False).encode()
    header += b" " * (-len(header) % 8)
    Path(options.out).parent.mkdir(parents=True, exist_ok=True)
    Path(options.out).write_bytes(struct.pack("<Q", len(header)) + header + mean)


if __name__ == "__main__":
    main()
