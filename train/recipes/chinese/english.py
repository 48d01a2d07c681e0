"""English sentences of 2 to 12 words from files of pairs, in random order, those of other files left out.

    python train/recipes/chinese/english.py --from en-fr.tsv --except en-zh.tsv --count 36000 > english.txt
"""

import argparse
import random
import re

from twin import read_lines


def key(sentence: str) -> str:
    """What two sentences have in common that differ in capitals and punctuation."""
    return re.sub(r"[^a-z0-9 ]", "", sentence.lower().strip())


def sentences_of(files: list[str], unwanted: list[str]) -> list[str]:
    """The English sentences of 2 to 12 words of files of pairs, each once, that are in none of the unwanted files."""
    seen = {key(line[0]) for other in unwanted for line in read_lines(other)}
    sentences = []
    for line in (line for file in files for line in read_lines(file)):
        sentence = line[0].strip()
        if key(sentence) not in seen and 2 <= len(sentence.split()) <= 12:
            seen.add(key(sentence))
            sentences.append(sentence)
    return sentences


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--from", dest="sources", action="append", required=True)
    parser.add_argument("--except", dest="unwanted", action="append", default=[], help="sentences to leave out")
    parser.add_argument("--count", type=int, help="at most so many")
    parser.add_argument("--seed", type=int, default=5)
    options = parser.parse_args()
    sentences = sentences_of(options.sources, options.unwanted)
    random.Random(options.seed).shuffle(sentences)
    for sentence in sentences[: options.count]:
        print(sentence)


if __name__ == "__main__":
    main()
