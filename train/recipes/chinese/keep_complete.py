"""Keeps the pairs of standard input whose Chinese side leaves out no word that it would usually say, and does not stammer.

    python train/recipes/chinese/keep_complete.py --pairs en-zh.tsv < pairs.tsv > complete.tsv

Of the pairs that people wrote three in ten leave something out, and a model that learns from them does so too.
"""

import argparse
import sys

from aligned import english
from lexicon import Lexicon

# A word of so few pairs has to become what it became there.
RARE = 12


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pairs", required=True, help="English, tab, Chinese, for the lexicon")
    options = parser.parse_args()
    lexicon = Lexicon(options.pairs)
    sure = {w: text for w, text in lexicon.sure_translations().items() if lexicon.frequency[w] <= RARE}
    kept = lines = 0
    for line in sys.stdin:
        source, target = line.rstrip("\n").split("\t")[:2]
        lines += 1
        said = all(set(sure[word]) & set(target) for word in english(source) if word in sure)
        if said and not lexicon.missing(source, target) and not lexicon.stammers(target):
            kept += 1
            print(source, target, sep="\t")
    print(f"{kept} of {lines} pairs", file=sys.stderr)


if __name__ == "__main__":
    main()
