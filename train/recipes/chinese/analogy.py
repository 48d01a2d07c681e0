"""Pairs for rare words: sentences that have one, translated with a usual word in its place.

    python train/recipes/chinese/analogy.py ask --pairs en-zh.tsv --from en-fr.tsv --except held-out.tsv > asked.tsv
    cut -f1 asked.tsv | python train/recipes/chinese/rerank.py … > translated.tsv
    python train/recipes/chinese/analogy.py answer --pairs en-zh.tsv --asked asked.tsv < translated.tsv > pairs.tsv
    python train/recipes/chinese/analogy.py exchange --pairs en-zh.tsv --from en-fr.tsv --except held-out.tsv < … > more.tsv

No model knows a word that stands in one or two pairs, and all of them leave it out. So `ask` puts another word in its place
that is used alike and stands in many pairs: "Take off your gloves" becomes "Take off your shoes", which models can
translate. `answer` exchanges the two words in the translation if it has exactly one of what that word nearly always
becomes. A line of `ask` has the sentence to translate, the one with the rare word, the rare word, and the Chinese of both.

`exchange` needs no model: in pairs, translated ones among them, it puts a rare word where a usual one stands, in both
languages, if the English sentences have its neighbours there too. Those pairs are many and make less sense.
"""

import argparse
import random
import re
import sys
from collections import Counter
from typing import NamedTuple

import jieba

from aligned import english
from alike import BEGIN, END, article_fits, framed, neighbours, used_alike, written
from english import key, sentences_of
from lexicon import Lexicon
from twin import read_lines

# In how many pairs a rare word stands at most, in how many a usual one at least, and how often a rare word is asked for.
RARE, USUAL, ASKED = 12, 8, 25
# The first and the last for `exchange`, and how many exchanges are made in a pair.
RARE_TO_EXCHANGE, EXCHANGED, OF_A_PAIR = 30, 40, 2
# A word of one or two pairs is believed to be translated right if one of them is as short as this.
SHORT = 15
FEW = 4


class Words(NamedTuple):
    """What is known of words: sure translations, in how many pairs they stand, which are used alike, and sentences."""

    lexicon: Lexicon
    sure: dict[str, str]
    alike: dict[str, list[tuple[str, float]]]
    sentences: set[tuple[str, ...]]

    @staticmethod
    def of(options: argparse.Namespace) -> "Words":
        lexicon = Lexicon(options.pairs)
        shortest: dict[str, int] = {}
        for source in lexicon.sources:
            for word in source:
                shortest[word] = min(shortest.get(word, len(source)), len(source))
        # The aligner draws random numbers: of a word of few pairs it has to find the same twice.
        again = Lexicon(options.pairs).sure_translations()
        sure = {
            word: text
            for word, text in lexicon.sure_translations().items()
            if (lexicon.frequency[word] > 2 or shortest[word] <= SHORT)
            and (lexicon.frequency[word] > FEW or again.get(word) == text)
        }
        sentences = {tuple(english(line[0])) for file in options.sources for line in read_lines(file)}
        sentences.update(map(tuple, lexicon.sources))
        return Words(lexicon, sure, used_alike(set(sure), sentences), sentences)

    def is_rare(self, word: str, at_most: int) -> bool:
        return word in self.sure and self.lexicon.frequency[word] <= at_most


def is_cut_out(text: str, of: str) -> bool:
    """Whether a text stands once in another one, as whole words."""
    if of.count(text) != 1:
        return False
    ends = [0]
    for part in jieba.cut(of):
        ends.append(ends[-1] + len(part))
    place = of.index(text)
    return place in ends and place + len(text) in ends


def ask(options: argparse.Namespace) -> None:
    known = Words.of(options)
    frequency, sure = known.lexicon.frequency, known.sure
    twos = neighbours(known.sentences)
    sentences = sentences_of(options.sources, options.unwanted)
    random.Random(options.seed).shuffle(sentences)
    used = Counter()
    for sentence in sentences:
        words = english(sentence)
        places = [place for place, word in enumerate(words) if known.is_rare(word, RARE)]
        if len(places) != 1 or used[word := words[places[0]]] >= ASKED:
            continue
        before, _, after = [BEGIN, *words, END][places[0] : places[0] + 3]
        for other, _ in known.alike.get(word, ()):
            if frequency[other] < USUAL or (before, other) not in twos or (other, after) not in twos:
                continue
            asked = re.sub(rf"\b{word}\b", other, sentence, count=1, flags=re.IGNORECASE)
            asked = re.sub(rf"\b(a|an) {other}\b", f"{'an' if other[0] in 'aeiou' else 'a'} {other}", asked)
            used[word] += 1
            print(asked[0].upper() + asked[1:], sentence, word, sure[other], sure[word], sep="\t")
            break


def answer(options: argparse.Namespace) -> None:
    lexicon = Lexicon(options.pairs)
    asked = {line[0]: line[1:] for line in read_lines(options.asked)}
    for line in sys.stdin:
        question, output = line.rstrip("\n").split("\t")
        sentence, word, of_usual, of_rare = asked[question]
        if is_cut_out(of_usual, output):
            translation = output.replace(of_usual, of_rare)
            if not set(lexicon.missing(sentence, translation)) - {word}:
                print(sentence, translation, sep="\t")


def exchange(options: argparse.Namespace) -> None:
    known = Words.of(options)
    frequency, sure = known.lexicon.frequency, known.sure
    twos = neighbours(known.sentences)
    threes = {three for s in framed(known.sentences) for three in zip(s, s[1:], s[2:])}
    unwanted = {key(line[0]) for file in options.unwanted for line in read_lines(file)}
    rng = random.Random(options.seed)
    pairs = [line.rstrip("\n").split("\t")[:2] for line in sys.stdin]
    rng.shuffle(pairs)
    used, made = Counter(), set()
    for source, target in pairs:
        words = english(source)
        around = [BEGIN, BEGIN, *words, END, END]
        choices, weights = [], []
        for place, word in enumerate(words):
            text = sure.get(word)
            if text is None or words.count(word) != 1 or not is_cut_out(text, target):
                continue
            first, before, _, after, last = around[place : place + 5]
            for other, cosine in known.alike.get(word, ()):
                if not known.is_rare(other, RARE_TO_EXCHANGE) or used[other] >= EXCHANGED:
                    continue
                if (before, other) not in twos or (other, after) not in twos:
                    continue
                fits_left = place == 0 or (first, before, other) in threes
                fits_right = place + 1 >= len(words) or (other, after, last) in threes
                if fits_left + fits_right + ((before, other, after) in threes) >= 2:
                    choices.append((place, text, other))
                    weights.append(cosine / ((1 + used[other]) ** 0.8 * (1 + frequency[other]) ** 0.3))
        for place, text, other in dict.fromkeys(rng.choices(choices, weights, k=OF_A_PAIR)) if choices else ():
            new = [*words[:place], other, *words[place + 1 :]]
            pair = (written(new), target.replace(text, sure[other]))
            if article_fits(new) and key(pair[0]) not in unwanted and pair not in made and not known.lexicon.missing(*pair):
                made.add(pair)
                used[other] += 1
                print(*pair, sep="\t")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(required=True)
    asking = commands.add_parser("ask")
    asking.set_defaults(run=ask)
    answering = commands.add_parser("answer")
    answering.add_argument("--asked", required=True)
    answering.set_defaults(run=answer)
    exchanging = commands.add_parser("exchange")
    exchanging.set_defaults(run=exchange)
    for command in (asking, exchanging):
        command.add_argument("--from", dest="sources", action="append", required=True, help="pairs; English on the first side")
        command.add_argument("--except", dest="unwanted", action="append", default=[], help="sentences to leave out")
        command.add_argument("--seed", type=int, default=3)
    for command in (asking, answering, exchanging):
        command.add_argument("--pairs", required=True, help="English, tab, Chinese, for the lexicon")
    options = parser.parse_args()
    options.run(options)


if __name__ == "__main__":
    main()
