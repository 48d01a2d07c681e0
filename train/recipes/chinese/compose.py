"""Makes longer English sentences of short ones that have translations, and of these what could be their translation.

    python train/recipes/chinese/compose.py ask --pairs en-zh.tsv --translated pairs.tsv --except held-out.tsv > asked.tsv
    python train/recipes/chinese/rerank.py --beam 5 … < asked.tsv > pairs.tsv
    python train/recipes/chinese/compose.py join --pairs en-zh.tsv --translated pairs.tsv --except held-out.tsv > more.tsv

Small models leave a part out where two are joined: they know "open the door" and "the car" and not "open the car door". So
`ask` gives a sentence, as seen in other sentences of the same file,

- an end that sentences are seen with and without ("today", "in the morning", "with you"), if its words go with that end;
- a word before a noun, if the two are seen together behind an article;
- a second noun where it ends with one.

A line of `ask` has the sentence, and behind tabs translations that are put together from the short sentence's, the word
before the noun with and without 的. `join` gives a sentence that ends with an adjective a second one, behind "and" or
"but". Models would translate that word by word, so it writes the translation too: 又 … 又 …. What comes out is grammatical
more often than sensible.
"""

import argparse
import math
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cached_property

from aligned import GRAMMAR, english
from alike import article_fits, used_alike
from english import key
from lexicon import Lexicon, share_of
from twin import read_lines

LONGEST_BASE, LONGEST = 10, 13
DETERMINERS = set("the a an my your his her our their this that".split())
BE = {"is", "was", "are", "were", "'s", "'re", "'m", "am", "be", "look", "looks", "looked"}
DEGREES = {"very", "too", "so", "really"}
# Places and times that look like nouns, and words of time, of which a sentence has one.
ADVERBS = set("home today tonight yesterday tomorrow outside inside upstairs downstairs abroad back".split())
TIMES = set(
    "yesterday today tomorrow tonight morning evening night week month year monday tuesday wednesday thursday friday "
    "saturday sunday now soon later again already yet anymore always day minute moment hour early late ago before next "
    "last every".split()
)
# An end is seen so often with and without, and at the end of so many sentences.
SEEN_WITHOUT, SEEN_AT_END = 3, 5
# A sentence in so many is looked at for an end, which then gets up to so many.
LOOKED_AT, ENDS_LEAST, ENDS_MOST = 2_500, 31, 115
# A word stands before a noun in so many sentences if the two are seen once, or more often.
OF_TWO, OF_FREQUENT_TWO = 1, 4
NOUN, ADJECTIVE, NOUNS = 5, 15, 3_000
# How Chinese says "very" and the like before an adjective.
DEGREE = "很|非常|太|真的|真|十分|好|这么|那么|有点|相当|特别"
# How it joins two adjectives, and how often of ten times.
JOINED = {
    "and": (["又{}又{}", "很{}，也很{}", "既{}又{}"], [6, 2, 2]),
    "but": (["很{}，但是很{}", "很{}，但很{}", "虽然很{}，但是很{}"], [4, 4, 2]),
}

Composed = tuple[str, list[str]]


class Composer:
    def __init__(self, lexicon: Lexicon, translated: dict[str, list[str]], unwanted: set[str], seed: int):
        self.lexicon, self.translated = lexicon, translated
        self.random = random.Random(seed)
        self.unwanted = unwanted | {key(sentence) for sentence in translated}
        self.words = {sentence: tuple(english(sentence)) for sentence in translated}
        self.seen = set(self.words.values())
        self.frequency = Counter(word for words in self.seen for word in set(words))
        self.bases = [
            sentence
            for sentence, words in self.words.items()
            if words[-1] in (".", "?", "!") and "," not in words and 3 <= len(words) <= LONGEST_BASE
        ]
        self.behind_noun = GRAMMAR | set(".?!,") | TIMES
        self.nouns = Counter(
            word
            for words in self.seen
            for before, word, behind in zip(words, words[1:], words[2:])
            if before in DETERMINERS and behind in self.behind_noun
        )

    @cached_property
    def alike(self) -> dict[str, list[tuple[str, float]]]:
        return used_alike({word for word in self.frequency if self.known(word)}, self.seen)

    def known(self, word: str) -> bool:
        return bool(self.lexicon.translations(word))

    def is_new(self, sentence: str) -> bool:
        """Whether a sentence is to be made; from then on it is not."""
        words = english(sentence)
        if key(sentence) in self.unwanted or len(words) > LONGEST or not article_fits(words):
            return False
        self.unwanted.add(key(sentence))
        return True

    def is_end(self, end: tuple[str, ...]) -> bool:
        a_noun = len(end) == 1 and self.nouns[end[0]] > NOUN and end[0] not in ADVERBS
        an_object = len(end) == 2 and end[0] in DETERMINERS - {"this", "that"}
        opens = end[0] in {"to", "what", "how", "why", "that"} or end[-1] in GRAMMAR
        words = [word for word in end if word not in GRAMMAR]
        return bool(words) and all(map(self.known, words)) and not (a_noun or an_object or opens)

    def with_end(self) -> Iterator[Composed]:
        without, at_end = Counter(), defaultdict(list)
        for words in self.seen:
            for length in range(1, min(5, len(words) - 2)):
                end = words[-1 - length : -1]
                at_end[end].append(words[: -1 - length])
                without[end] += (*words[: -1 - length], words[-1]) in self.seen
        for end, count in without.items():
            if count < SEEN_WITHOUT or len(at_end[end]) < SEEN_AT_END or not self.is_end(end):
                continue
            of_end = Counter(word for words in at_end[end] for word in set(words))
            fitting = []
            for base in self.random.sample(self.bases, min(len(self.bases), LOOKED_AT)):
                words = self.words[base]
                twice = set(words) & set(end) - GRAMMAR or (set(end) & TIMES and set(words) & TIMES)
                if not twice and (fit := self.fit(words, of_end, len(at_end[end]))) > 0:
                    fitting.append((fit + self.random.random(), base))
            for _, base in sorted(fitting, reverse=True)[: min(ENDS_MOST, ENDS_LEAST + 6 * count)]:
                yield f"{base[:-1]} {' '.join(end)}{base[-1]}".replace(" '", "'"), []

    def fit(self, words: tuple[str, ...], of_end: Counter, ends: int) -> float:
        """The sum over the words of ln how much more often they stand before the end than elsewhere, within limits."""
        sum_ = 0.0
        for word in set(words[:-1]):
            usual = self.frequency[word] / len(self.seen)
            ratio = math.log((of_end[word] + 0.4) / (ends * usual + 0.4)) if usual > 2e-4 else 0.0
            # A frequent word that shuns this end: "will" before "yesterday".
            if ratio < -1.4 and usual > 0.008:
                return -math.inf
            sum_ += max(-1.2, min(0.8, ratio))
        return sum_

    def with_modifier(self) -> Iterator[Composed]:
        together: dict[str, Counter] = defaultdict(Counter)
        for words in self.seen:
            for before, modifier, noun in zip(words, words[1:], words[2:]):
                known = before in DETERMINERS and self.known(modifier) and self.known(noun)
                if known and not {modifier, noun} & (GRAMMAR | TIMES) and self.nouns[noun] >= NOUN:
                    together[noun][modifier] += 1
        at_noun: dict[str, list[str]] = defaultdict(list)
        for base in self.bases:
            words = self.words[base]
            for before, noun, behind in zip(words, words[1:], words[2:]):
                if before in DETERMINERS and noun in together and behind in self.behind_noun:
                    at_noun[noun].append(base)
        for noun, modifiers in together.items():
            for modifier, count in modifiers.items():
                most = OF_TWO if count == 1 else OF_FREQUENT_TWO
                for base in self.random.sample(at_noun[noun], min(len(at_noun[noun]), most)):
                    text = re.sub(rf"\b{noun}\b", f"{modifier} {noun}", base, count=1)
                    an = "n" if modifier[0] in "aeiou" else ""
                    text = re.sub(rf"\b([Aa])n? {modifier}\b", rf"\1{an} {modifier}", text)
                    yield text, self.modified(base, modifier, noun)

    def modified(self, base: str, modifier: str, noun: str) -> list[str]:
        outputs = []
        for translation in self.translated[base]:
            of_noun = [text for text in self.lexicon.translations(noun) if translation.count(text) == 1]
            if of_noun:
                of_noun = max(of_noun, key=len)
                for text in self.lexicon.translations(modifier)[:2]:
                    outputs.append(translation.replace(of_noun, text + of_noun))
                    outputs.append(translation.replace(of_noun, f"{text.removesuffix('的')}的{of_noun}"))
        return outputs

    def adjectives(self) -> dict[str, str]:
        """What adjectives are behind a Chinese "very"."""
        found: dict[str, Counter] = defaultdict(Counter)
        for base in self.bases:
            for translation in self.translated[base]:
                of_end = re.search(rf"(?:{DEGREE})([\u4e00-\u9fff]{{1,4}}?)[了的啊吧吗呢]*[。！？]$", translation)
                if of_end and of_end[1][0] not in "不没":
                    found[self.words[base][-2]][of_end[1]] += 1
        usual = {}
        for word, counts in found.items():
            shares = self.lexicon.characters.get(word, {})
            said = {text: count for text, count in counts.items() if share_of(text, shares) > 0.3 * max(shares.values(), default=1.0)}
            best = max(said, key=said.__getitem__, default="")
            if best and said[best] >= 3 and said[best] >= 0.25 * counts.total():
                usual[word] = best
        return usual

    def with_adjective(self) -> Iterator[Composed]:
        seen = Counter(
            adjective
            for words in self.seen
            for be, degree, adjective, behind in zip(words, words[1:], words[2:], words[3:])
            if be in BE and degree in DEGREES and behind in ".!?"
        )
        known = sorted(word for word in seen if self.known(word) and word not in GRAMMAR and self.frequency[word] >= ADJECTIVE)
        said = self.adjectives()
        for base in self.bases:
            *words, before, first, _ = self.words[base]
            if first not in known or not (before in BE or (before in DEGREES and words and words[-1] in BE)):
                continue
            others = {word: cosine for word, cosine in self.alike.get(first, ()) if word in known}
            others |= dict.fromkeys(set(self.random.sample(known, 6)) - {first} - set(others), 0.3)
            for second in self.random.choices(list(others), list(others.values()), k=3):
                joint = "but" if self.random.random() < 0.2 else "and"
                begin = base[:-1]
                if before in DEGREES and self.random.random() < 0.6:
                    begin = re.sub(rf"\b{before} {first}$", first, begin)
                if first in said and second in said and said[first] != said[second]:
                    yield f"{begin} {joint} {second}{base[-1]}", self.joined(base, joint, said[first], said[second])

    def joined(self, base: str, joint: str, first: str, second: str) -> list[str]:
        """The translation of a sentence that ends with an adjective, with a second one; none if that is not at its end."""
        for translation in self.translated[base]:
            if of_first := re.search(rf"(?:是)?(?:{DEGREE}|){first}[了的]*([。！])$", translation):
                (form,) = self.random.choices(*JOINED[joint])
                return [translation[: of_first.start()] + form.format(first, second) + of_first[1]]
        return []

    def with_noun(self) -> Iterator[Composed]:
        nouns = {noun for noun, count in self.nouns.items() if count >= NOUN and self.known(noun)}
        self.random.shuffle(self.bases)
        made = 0
        for base in self.bases:
            before, first = self.words[base][-3:-1]
            others = [word for word, _ in self.alike.get(first, ()) if word in nouns][:15]
            if others and before in DETERMINERS and made < NOUNS:
                second = self.random.choice(others)
                article = before if before not in ("a", "an") else "an" if second[0] in "aeiou" else "a"
                made += 1
                yield f"{base[:-1]} and {article} {second}{base[-1]}", []


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("command", choices=["ask", "join"])
    parser.add_argument("--pairs", required=True, help="English, tab, Chinese, for the lexicon")
    parser.add_argument("--translated", action="append", required=True, help="the same, with the sentences to make longer")
    parser.add_argument("--except", dest="unwanted", action="append", default=[], help="sentences not to make")
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    translated: dict[str, list[str]] = defaultdict(list)
    for line in (line for file in options.translated for line in read_lines(file)):
        translated[line[0].strip()].append(line[1].strip())
    unwanted = {key(line[0]) for file in options.unwanted for line in read_lines(file)}
    composer = Composer(Lexicon(options.pairs), translated, unwanted, options.seed)
    asking = (composer.with_end, composer.with_modifier, composer.with_noun)
    composed = [
        (sentence, outputs)
        for made in (asking if options.command == "ask" else (composer.with_adjective,))
        for sentence, outputs in made()
        if (outputs or options.command == "ask") and composer.is_new(sentence)
    ]
    composer.random.shuffle(composed)
    for sentence, outputs in composed:
        print(sentence, *dict.fromkeys(outputs), sep="\t")


if __name__ == "__main__":
    main()
