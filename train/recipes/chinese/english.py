"""English sentences of 2 to 12 words from a file of pairs, in random order, those of other files left out.

    python train/recipes/chinese/english.py --from en-fr.tsv --except en-zh.tsv --count 36000 > english.txt
"""

import argparse
import random
import re

from twin import read_lines


def key(sentence: str) -> str:
    """What two sentences have in common that differ in capitals and punctuation."""
    return re.sub(r"[^a-z0-9 ]", "", sentence.lower().strip())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--from", dest="source", required=True)
    parser.add_argument("--except", dest="unwanted", action="append", default=[])
    parser.add_argument("--count", type=int, required=True)
    parser.add_argument("--seed", type=int, default=5)
    options = parser.parse_args()
    seen = {key(line[0]) for file in options.unwanted for line in read_lines(file)}
    sentences = []
    for line in read_lines(options.source):
        sentence = line[0].strip()
        if key(sentence) not in seen and 2 <= len(sentence.split()) <= 12:
            seen.add(key(sentence))
            sentences.append(sentence)
    random.Random(options.seed).shuffle(sentences)
    for sentence in sentences[: options.count]:
        print(sentence)


if __name__ == "__main__":
    main()
