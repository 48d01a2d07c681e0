"""Translates sentences with several models and keeps, of all their outputs, the one that says most.

    python train/recipes/chinese/rerank.py --model A --model B --reverse R --pairs en-zh.tsv < english.txt > pairs.tsv

The outputs are those of a beam that all models search together (`--beam`), or a greedy output of each model behind each of
its most probable first words (`--first-words`); a line of standard input can have more of them, behind tabs.

An output is worth the mean over the models of ln p(output | sentence), plus shares of ln p(sentence | output) by a model
that translates back, of what that model finds of the word that it expected least, both of which know when something was
left out, and of what the lexicon of aligned pairs says of that; divided by a power of its length, because short outputs are
probable for being short. A line of standard output has the sentence and the output. An output that leaves out a word must
be worth more to be kept, and none is if a word is too unexpected on the way back or a character stands twice where it
never does.
"""

import argparse
import sys

import torch

from aligned import GRAMMAR
from ensemble import search
from lexicon import Lexicon
from twin import Model

TOGETHER = 3_000


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", action="append", required=True, help="a model that translates; of one vocabulary")
    parser.add_argument("--reverse", required=True, help="a model from spaced characters to lower-cased English")
    parser.add_argument("--beam", type=int, help="that all models search together, instead of greedy search by each")
    parser.add_argument("--first-words", type=int, default=2)
    parser.add_argument("--pairs", required=True, help="English, tab, Chinese, for the lexicon")
    parser.add_argument("--weight", type=float, default=0.35, help="of the way back")
    parser.add_argument("--surprise", type=float, default=0.0, help="weight of the word least expected on the way back")
    parser.add_argument("--coverage", type=float, default=0.6, help="weight of the words that are left out")
    parser.add_argument("--length-power", type=float, default=0.9)
    parser.add_argument("--least", type=float, default=-1.7, help="worth of an output that is kept")
    parser.add_argument("--least-with-gaps", type=float, default=-0.6, help="the same if a word is missing")
    parser.add_argument("--least-back", type=float, default=-99, help="ln p of a word by the model that translates back")
    parser.add_argument("--threads", type=int, default=1)
    return parser.parse_args()


def outputs_of(lines: list[list[str]], sources, models: list[Model], options: argparse.Namespace) -> list[dict[str, float]]:
    """For each line, which is a sentence and perhaps outputs for it, all outputs with their mean ln p."""
    target = models[0].target
    found: list[dict[str, float]] = [{} for _ in lines]
    asked = [{output: 0.0 for output in line[1:]} for line in lines]
    if options.beam:
        for outputs, ended in zip(found, search(models, sources, options.beam)):
            for pieces, ln_p in ended:
                outputs[target.decode(pieces)] = max(outputs.get(target.decode(pieces), ln_p), ln_p)
    else:
        for model in models:
            for outputs, greedy in zip(asked, model.outputs(sources, options.first_words)):
                outputs.update((target.decode(pieces), 0.0) for pieces in greedy)
    pairs = [(place, output) for place, outputs in enumerate(asked) for output in sorted(outputs)]
    encoded = [(sources[place], target.encode(output)) for place, output in pairs]
    of_models = [model.log_probabilities(encoded) for model in models]
    for (place, output), ln_ps in zip(pairs, zip(*of_models)):
        found[place][output] = max(found[place].get(output, -float("inf")), sum(ln_ps) / len(models))
    return [{output: ln_p for output, ln_p in outputs.items() if output} for outputs in found]


def way_back(pairs: list[tuple[str, str]], reverse: Model) -> list[tuple[float, float]]:
    """For each sentence and output ln p(sentence | output), and the least ln p that a word's first piece has there."""
    encoded = [
        (reverse.source.encode(" ".join(output.replace(" ", ""))), reverse.target.encode(sentence.lower()))
        for sentence, output in pairs
    ]
    found = []
    for (_, pieces), ln_ps in zip(encoded, reverse.log_probabilities_of_pieces(encoded)):
        words = [reverse.target.pieces[piece] for piece in pieces]
        of_words = [
            ln_p for word, ln_p in zip(words, ln_ps) if word[0] == "▁" and word[1:].isalpha() and word[1:] not in GRAMMAR
        ]
        found.append((sum(ln_ps), min(of_words, default=0.0)))
    return found


def best(lines: list[list[str]], models: list[Model], reverse: Model, lexicon: Lexicon, options: argparse.Namespace):
    """For each line the worth of its best output that may be kept, and the output; None if there is none."""
    sources = [models[0].source.encode(line[0]) for line in lines]
    pairs = [
        (place, lines[place][0], output, there)
        for place, outputs in enumerate(outputs_of(lines, sources, models, options))
        for output, there in sorted(outputs.items())
    ]
    kept: list[list[tuple[float, str]]] = [[] for _ in lines]
    backs = way_back([pair[1:3] for pair in pairs], reverse)
    for (place, sentence, output, there), (back, least_back) in zip(pairs, backs):
        gaps = options.coverage * lexicon.coverage(sentence, output)
        of_back = options.weight * back + options.surprise * least_back
        worth = (there + of_back + gaps) / (len(output) + 3) ** options.length_power
        least = options.least_with_gaps if lexicon.missing(sentence, output) else options.least
        if worth >= least and least_back >= options.least_back and not lexicon.stammers(output):
            kept[place].append((worth, output))
    return [max(outputs, default=None) for outputs in kept]


def main() -> None:
    options = parse()
    torch.set_num_threads(options.threads)
    models, reverse = [Model(path) for path in options.model], Model(options.reverse)
    lexicon = Lexicon(options.pairs)
    lines = [line.strip().split("\t") for line in sys.stdin if line.strip()]
    for first in range(0, len(lines), TOGETHER):
        part = lines[first : first + TOGETHER]
        for line, found in zip(part, best(part, models, reverse, lexicon, options)):
            if found:
                print(line[0], found[1], sep="\t")
        print(f"{first + len(part)} of {len(lines)}", file=sys.stderr)


if __name__ == "__main__":
    main()
