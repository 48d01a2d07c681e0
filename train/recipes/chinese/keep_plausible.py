"""Keeps the pairs of standard input that a model finds plausible: at most so many nats a token.

    python train/recipes/chinese/keep_plausible.py --model MODEL --nats 1.4 < pairs.tsv > plausible.tsv
"""

import argparse
import sys

import torch

from twin import Model


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", required=True)
    parser.add_argument("--nats", type=float, default=1.4)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    model = Model(options.model)
    lines = [line.rstrip("\n") for line in sys.stdin]
    sides = [line.split("\t")[:2] for line in lines]
    pairs = [(model.source.encode(source), model.target.encode(target)) for source, target in sides]
    kept = 0
    for line, pair, found in zip(lines, pairs, model.log_probabilities(pairs)):
        if -found / (len(pair[1]) + 1) <= options.nats:
            print(line)
            kept += 1
    print(f"{kept} of {len(lines)} pairs", file=sys.stderr)


if __name__ == "__main__":
    main()
