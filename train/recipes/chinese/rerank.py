"""Translates sentences with several models and keeps, of all their outputs, the one that says most.

    python train/recipes/chinese/rerank.py --model A --model B --reverse R --pairs en-zh.tsv < english.txt > pairs.tsv

Each model gives a greedy output behind each of its most probable first words. An output is worth the mean over the
models of ln p(output | sentence), plus a share of ln p(sentence | output) by a model that translates back, which knows
when something was left out, plus a share of what the lexicon of aligned pairs says of that; divided by a power of its
length, because short outputs are probable for being short. A line of standard output has the sentence and the output. An
output that leaves out a word must be worth more to be kept.
"""

import argparse
import sys

import torch

from lexicon import Lexicon
from twin import Model

TOGETHER = 3_000


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", action="append", required=True, help="a model that translates; of one vocabulary")
    parser.add_argument("--reverse", required=True, help="a model from spaced characters to lower-cased English")
    parser.add_argument("--first-words", type=int, default=2)
    parser.add_argument("--pairs", required=True, help="English, tab, Chinese, for the lexicon")
    parser.add_argument("--weight", type=float, default=0.35, help="of the way back")
    parser.add_argument("--coverage", type=float, default=0.6, help="weight of the words that are left out")
    parser.add_argument("--length-power", type=float, default=0.9)
    parser.add_argument("--least", type=float, default=-1.7, help="worth of an output that is kept")
    parser.add_argument("--least-with-gaps", type=float, default=-0.6, help="the same if a word is missing")
    parser.add_argument("--threads", type=int, default=1)
    return parser.parse_args()


def best(sentences: list[str], models: list[Model], reverse: Model, lexicon: Lexicon, options: argparse.Namespace):
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
        gaps = options.coverage * lexicon.coverage(sentences[place], output)
        worth = (there + options.weight * back + gaps) / (len(output) + 3) ** options.length_power
        of_best[place] = max(of_best[place], (worth, output))
    return of_best


def main() -> None:
    options = parse()
    torch.set_num_threads(options.threads)
    models, reverse = [Model(path) for path in options.model], Model(options.reverse)
    lexicon = Lexicon(options.pairs)
    sentences = [line.strip() for line in sys.stdin if line.strip()]
    for first in range(0, len(sentences), TOGETHER):
        part = sentences[first : first + TOGETHER]
        for sentence, (worth, output) in zip(part, best(part, models, reverse, lexicon, options)):
            least = options.least_with_gaps if lexicon.missing(sentence, output) else options.least
            if output and worth >= least:
                print(sentence, output, sep="\t")
        print(f"{first + len(part)} of {len(sentences)}", file=sys.stderr)


if __name__ == "__main__":
    main()
