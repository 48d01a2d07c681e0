"""The mean of several models' weights: of states of one training, or of trainings that went on from each other.

    python train/recipes/chinese/average.py --model A --model B --weight 1 --weight 2 --out runs/mean/model.safetensors

Its settings are those of the last model; what it is the mean of is written beside them.
"""

import argparse
import sys
from pathlib import Path

import numpy as np

from weights import read, write


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
    config, last = files[-1]
    for path, (_, numbers) in zip(options.model, files):
        if more := set(numbers) - set(last):
            sys.exit(f"{path}: expected the tensors of {options.model[-1]}, found also {', '.join(sorted(more))}")
    mean = {}
    for name, expected in last.items():
        mean[name] = np.zeros(expected.shape)
        for path, weight, (_, numbers) in zip(options.model, weights, files):
            found = numbers.get(name)
            if found is None or found.shape != expected.shape or found.dtype != np.float32:
                of_found = "nothing" if found is None else f"{found.dtype} {found.shape}"
                sys.exit(f"{path}: {name}: expected float32 {expected.shape}, found {of_found}")
            mean[name] += weight / sum(weights) * found
    # They were measured on the last model.
    config["training"].pop("validation_loss", None)
    config["training"].pop("validation_exact_match", None)
    config["training"]["mean_of"] = [
        {"model": Path(path).parent.name, "weight": weight} for path, weight in zip(options.model, weights)
    ]
    write(options.out, config, mean)


if __name__ == "__main__":
    main()
