"""Makes sentence pairs in which one word is another one, in both languages.

    pip install eflomal jieba numpy scipy
    python train/recipes/chinese/substitute.py --pairs en-zh.tsv --english en-fr.tsv --except held-out.tsv > pairs.tsv

After Fadaee, Bisazza and Monz 2017 (data augmentation for low-resource neural machine translation), for pairs so few that
most words stand in a handful of sentences: a word that is aligned to one or two Chinese words is replaced where another
one that is used alike, and has a translation that is sure, could stand there. Whether it could is asked of neighbouring
words in English sentences (those of any pair file) and of neighbouring characters in the Chinese ones. What comes out is
grammatical more often than sensible ("I am scared of dentists" becomes "I am scared of sushi"). Rarer words come first.
"""

import argparse
import random
import re
import sys
from collections import Counter, defaultdict
from itertools import pairwise

from aligned import alignments, chinese, english, is_chinese
from alike import BEGIN, END, article_fits, framed, neighbours, used_alike, written
from twin import read_lines

# How a word's translation has to stand out: share of the word's alignments, of the translation's, of all its places.
SURE, SURE_BACK, ALIGNED = 0.25, 0.25, 0.15
ROUNDS, EACH = 3, 2


def places(source: list[str], target: list[str], links: set) -> list[tuple[int, int, int, str]]:
    """Where one English word goes with one or two Chinese ones and they with no other: its place, theirs, their text."""
    found = []
    for i, word in enumerate(source):
        linked = [j for at, j in links if at == i]
        if not linked or not re.fullmatch(r"[a-z']+", word):
            continue
        begin, end = min(linked), max(linked) + 1
        text = "".join(target[begin:end])
        alone = not any(begin <= j < end and at != i for at, j in links)
        if end - begin <= 2 and alone and is_chinese(text):
            found.append((i, begin, end, text))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pairs", required=True, help="English, tab, Chinese")
    parser.add_argument("--english", required=True, help="a file of pairs of whose first side it is seen what goes together")
    parser.add_argument("--except", dest="unwanted", action="append", default=[], help="English sentences not to make")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()

    pairs = read_lines(options.pairs)
    sources, targets = [english(pair[0]) for pair in pairs], [chinese(pair[1]) for pair in pairs]
    replaceable = [places(*pair) for pair in zip(sources, targets, alignments(sources, targets))]

    of_pair, of_word, of_text = Counter(), Counter(), Counter()
    for source, found in zip(sources, replaceable):
        for word, text in {(source[i], text) for i, _, _, text in found}:
            of_pair[word, text] += 1
            of_word[word] += 1
            of_text[text] += 1
    frequency = Counter(word for source in sources for word in source)
    translations: dict[str, list[str]] = defaultdict(list)
    for (word, text), count in of_pair.items():
        shares = count / of_word[word] >= SURE and count / of_text[text] >= SURE_BACK
        if count >= 2 and shares and count / frequency[word] >= ALIGNED:
            translations[word].append(text)

    sentences = {tuple(english(line[0])) for line in read_lines(options.english)} | {tuple(s) for s in sources}
    twos = neighbours(sentences)
    threes = {three for sentence in framed(sentences) for three in zip(sentence, sentence[1:], sentence[2:])}
    characters = {two for target in targets for two in pairwise("^" + "".join(target) + "$")}
    alike = used_alike(set(translations), sentences)
    print(f"{len(translations)} words have sure translations, {len(alike)} of them vectors", file=sys.stderr)

    rng = random.Random(options.seed)
    known = {line[0].lower() for file in options.unwanted for line in read_lines(file)}
    used, made = Counter(), set()
    order = list(range(len(pairs)))
    for _ in range(ROUNDS):
        rng.shuffle(order)
        for index in order:
            source, target = sources[index], targets[index]
            if len(source) < 3:
                continue
            around = [BEGIN, *source, END]
            choices, weights = [], []
            for i, begin, end, text in replaceable[index]:
                if text not in translations.get(source[i], ()):
                    continue
                before, after = around[i], around[i + 2]
                for word, cosine in alike.get(source[i], ()):
                    if (before, word) not in twos or (word, after) not in twos:
                        continue
                    fits_left = i == 0 or (around[i - 1], before, word) in threes
                    fits_right = i + 3 >= len(around) or (word, after, around[i + 3]) in threes
                    if not fits_left and not fits_right:
                        continue
                    for other in translations[word]:
                        left = target[begin - 1][-1] if begin else "^"
                        right = target[end][0] if end < len(target) else "$"
                        if other == text or (left, other[0]) not in characters or (other[-1], right) not in characters:
                            continue
                        choices.append((i, begin, end, word, other))
                        rarity = (1 + used[word]) ** 0.7 * (frequency[word] + 2) ** 0.3
                        weights.append(cosine * of_pair[word, other] / of_word[word] / rarity)
            if not choices:
                continue
            for i, begin, end, word, other in rng.choices(choices, weights, k=EACH):
                new = [*source[:i], word, *source[i + 1 :]]
                pair = (written(new), "".join([*target[:begin], other, *target[end:]]))
                if article_fits(new) and pair[0] not in known and pair not in made:
                    made.add(pair)
                    used[word] += 1
                    print(*pair, sep="\t")
    print(f"{len(made)} pairs", file=sys.stderr)


if __name__ == "__main__":
    main()
