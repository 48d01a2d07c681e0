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
import logging
import math
import random
import re
import sys
import tempfile
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

import jieba
import numpy as np
import scipy.sparse
import scipy.sparse.linalg
from eflomal import Aligner

from twin import read_lines

# Words of grammar, which are not replaced.
GRAMMAR = set(
    "i you he she it we they me him her us them my your his its our their this that these those a an the and or but if "
    "when what who where why how is are was were be been am do does did don doesn didn have has had will would can "
    "could should may might must not no n't 's 'm 're 've 'll 'd t s m re ve ll d to of in on at for with from by as "
    "than so too very there here let tom mary".split()
)
# How a word's translation has to stand out: share of the word's alignments, of the translation's, of all its places.
SURE, SURE_BACK, ALIGNED = 0.25, 0.25, 0.15
# Cosine of the vectors of two words that are used alike, and how many such words are looked at.
ALIKE, NEIGHBOURS = 0.55, 60
DIMENSIONS = 100
ROUNDS, EACH = 3, 2

BEGIN, END = "<s>", "</s>"


def english(text: str) -> list[str]:
    return re.findall(r"[a-z]+|'[a-z]+|[0-9]+|[^\sa-z0-9']|'", text.lower().replace("’", "'"))


def chinese(text: str) -> list[str]:
    return [word for word in jieba.cut(text) if word.strip()]


def alignments(sources: list[list[str]], targets: list[list[str]]) -> list[set[tuple[int, int]]]:
    """Links of each pair, both directions put together by grow-diag-final-and."""
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder, name) for name in ("source", "target", "forward", "reverse")]
        for file, sentences in zip(files, (sources, targets)):
            file.write_text("".join(" ".join(words) + "\n" for words in sentences), encoding="utf-8")
        with files[0].open() as source, files[1].open() as target:
            Aligner().align(
                source, target, links_filename_fwd=str(files[2]), links_filename_rev=str(files[3])
            )
        directions = [
            [{tuple(map(int, link.split("-"))) for link in line.split()} for line in file.read_text().splitlines()]
            for file in files[2:]
        ]
    return [grown(*both) for both in zip(*directions)]


def grown(forward: set, backward: set) -> set:
    links, union = forward & backward, forward | backward
    is_new = lambda link: all(i != link[0] for i, _ in links) or all(j != link[1] for _, j in links)  # noqa: E731
    grew = True
    while grew:
        grew = False
        for i, j in sorted(links):
            for link in ((i + down, j + right) for down in (-1, 0, 1) for right in (-1, 0, 1)):
                if link in union and link not in links and is_new(link):
                    links.add(link)
                    grew = True
    for direction in (forward, backward):
        for link in sorted(direction):
            if all(i != link[0] for i, _ in links) and all(j != link[1] for _, j in links):
                links.add(link)
    return links


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
        if end - begin <= 2 and alone and re.fullmatch(r"[\u4e00-\u9fff]+", text):
            found.append((i, begin, end, text))
    return found


def used_alike(words: set[str], sentences: set[tuple[str, ...]]) -> dict[str, list[tuple[str, float]]]:
    """For each word those with similar neighbours, by the singular vectors of which word stands beside which."""
    contexts: dict[str, Counter] = defaultdict(Counter)
    for sentence in sentences:
        for left, word, right in zip((BEGIN, *sentence), sentence, (*sentence[1:], END)):
            if word in words:
                contexts[word].update((f"left {left}", f"right {right}"))
    contexts = {word: found for word, found in contexts.items() if found.total() >= 6 and word not in GRAMMAR}
    of_context: Counter = Counter()
    for found in contexts.values():
        of_context.update(found)
    in_words = Counter(context for found in contexts.values() for context in found)
    columns = {context: column for column, context in enumerate(c for c in of_context if in_words[c] >= 3)}
    rows = list(contexts)
    total = of_context.total()
    table = scipy.sparse.lil_matrix((len(rows), len(columns)))
    for row, word in enumerate(rows):
        for context, count in contexts[word].items():
            expected = contexts[word].total() * of_context[context] ** 0.75 * total**0.25 / total
            if context in columns and count > expected:
                table[row, columns[context]] = math.log(count / expected)
    left, strengths, _ = scipy.sparse.linalg.svds(table.tocsr(), DIMENSIONS)
    vectors = left * np.sqrt(strengths)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9
    alike = {}
    for row, word in enumerate(rows):
        cosines = vectors @ vectors[row]
        nearest = np.argsort(-cosines)[: NEIGHBOURS + 1]
        alike[word] = [(rows[k], float(cosines[k])) for k in nearest if k != row and cosines[k] > ALIKE]
    return alike


def written(words: list[str]) -> str:
    text = re.sub(r" ([.,?!;:])", r"\1", " ".join(words))
    return text.replace(" '", "'").replace(" - ", "-")


def article_fits(words: list[str]) -> bool:
    return not any(
        a == "a" and b[0] in "aeio" or a == "an" and b[0] not in "aeiouh" for a, b in pairwise(words)
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pairs", required=True, help="English, tab, Chinese")
    parser.add_argument("--english", required=True, help="a file of pairs of whose first side it is seen what goes together")
    parser.add_argument("--except", dest="unwanted", action="append", default=[], help="English sentences not to make")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    jieba.setLogLevel(logging.ERROR)

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
    framed = [(BEGIN, *sentence, END) for sentence in sentences]
    twos = {two for sentence in framed for two in pairwise(sentence)}
    threes = {three for sentence in framed for three in zip(sentence, sentence[1:], sentence[2:])}
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
