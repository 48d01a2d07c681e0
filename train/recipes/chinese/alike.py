"""Which English words are used alike, by their neighbours in sentences, and which stand beside which."""

import math
import re
from collections import Counter, defaultdict
from itertools import pairwise

import numpy as np
import scipy.sparse
import scipy.sparse.linalg

from aligned import GRAMMAR

# Cosine of the vectors of two words that are used alike, and how many such words are looked at.
ALIKE, NEIGHBOURS = 0.55, 60
DIMENSIONS = 100

BEGIN, END = "<s>", "</s>"


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


def framed(sentences: set[tuple[str, ...]]) -> list[tuple[str, ...]]:
    return [(BEGIN, *sentence, END) for sentence in sentences]


def neighbours(sentences: set[tuple[str, ...]]) -> set[tuple[str, str]]:
    """Words that stand beside each other, the ends of the sentences included."""
    return {two for sentence in framed(sentences) for two in pairwise(sentence)}


def written(words: list[str]) -> str:
    text = re.sub(r" ([.,?!;:])", r"\1", " ".join(words))
    return text.replace(" '", "'").replace(" - ", "-")


def article_fits(words: list[str]) -> bool:
    return not any(
        a == "a" and b[0] in "aeio" or a == "an" and b[0] not in "aeiouh" for a, b in pairwise(words)
    )
