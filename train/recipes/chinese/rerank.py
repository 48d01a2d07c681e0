"""Translates sentences with several models and keeps, of all their outputs, the one that says most.

    python train/recipes/chinese/rerank.py --model A --model B --reverse R < english.txt > pairs.tsv

Each model gives a greedy output behind each of its most probable first words. An output is worth the mean over the
models of ln p(output | sentence), plus a share of ln p(sentence | output) by a model that translates back, which knows
when something was left out; divided by a power of its length, because short outputs are probable for being short. A line
of standard output has the sentence and the output, the least worthy share of all lines left out.
"""

import argparse
import sys

import torch

from twin import Model

TOGETHER = 3_000


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", action="append", required=True, help="a model that translates; of one vocabulary")
    parser.add_argument("--reverse", required=True, help="a model from spaced characters to lower-cased English")
    parser.add_argument("--first-words", type=int, default=2)
    parser.add_argument("--weight", type=float, default=0.4, help="of the way back")
    parser.add_argument("--length-power", type=float, default=0.8)
    parser.add_argument("--left-out", type=float, default=0.15, help="share of the lines, from 0 to 1")
    parser.add_argument("--threads", type=int, default=1)
    return parser.parse_args()


def best(sentences: list[str], models: list[Model], reverse: Model, options: argparse.Namespace):
    sources = [models[0].source.encode(sentence) for sentence in sentences]
    candidates = [set() for _ in sentences]
    for model in models:
        for outputs, found in zip(candidates, model.outputs(sources, options.first_words)):
            outputs.update(model.target.decode(output) for output in found)
    pairs = [(place, output) for place, outputs in enumerate(candidates) for output in sorted(outputs) if output]
    forward = [(sources[place], models[0].target.encode(output)) for place, output in pairs]
    back = [
        (reverse.source.encode(" ".join(output.replace(" ", ""))), reverse.target.encode(sentences[place].lower()))
        for place, output in pairs
    ]
    there = [sum(each) / len(models) for each in zip(*(model.log_probabilities(forward) for model in models))]
    of_best: list[tuple[float, str]] = [(-float("inf"), "")] * len(sentences)
    for (place, output), there, back in zip(pairs, there, reverse.log_probabilities(back)):
        worth = (there + options.weight * back) / (len(output) + 3) ** options.length_power
        of_best[place] = max(of_best[place], (worth, output))
    return of_best


def main() -> None:
    options = parse()
    torch.set_num_threads(options.threads)
    models, reverse = [Model(path) for path in options.model], Model(options.reverse)
    sentences = [line.strip() for line in sys.stdin if line.strip()]
    lines = []
    for first in range(0, len(sentences), TOGETHER):
        part = sentences[first : first + TOGETHER]
        found = best(part, models, reverse, options)
        lines += [(worth, sentence, output) for sentence, (worth, output) in zip(part, found) if output]
        print(f"{first + len(part)} of {len(sentences)}", file=sys.stderr)
    least = sorted(worth for worth, _, _ in lines)[int(options.left_out * len(lines))] if lines else 0
    for worth, sentence, output in lines:
        if worth >= least:
            print(sentence, output, sep="\t")


if __name__ == "__main__":
    main()
