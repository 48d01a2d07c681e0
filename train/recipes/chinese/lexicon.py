"""What English words become in Chinese, as counted in aligned pairs, and which of them an output leaves out."""

import math
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

import jieba

from aligned import GRAMMAR, alignments, chinese, english, is_chinese
from twin import read_lines

# Words of grammar that an output must not leave out either.
ASKED_FOR = {"where", "when", "why", "who", "how", "there", "too"}
# A question that begins with one of these words has one of these characters.
QUESTION_WORDS, QUESTION_CHARACTERS = {"what", "which", "who", "whose", "where", "when", "why", "how"}, set("什甚哪谁怎几多何啥")
# A character says something of a word if it stands so much more often beside it than elsewhere.
LIFT = 4
# A word is missed only if its best character has this share, and unless an output has a character with at least that part
# of the best one's share. For `coverage` an absent character has the share FLOOR.
EXPECTED, ENOUGH = 0.25, 0.22
FLOOR, PENALISED = 0.03, 0.3
# A usual translation: share of the word's alignments.
USUAL = 0.12
# A sure translation: share of the word's alignments, share of the text's occurrences.
SURE, SURE_BACK = 0.4, 0.35
LONGEST = 5


def share_of(output: str, shares: dict[str, float]) -> float:
    """That of the output's best character."""
    return max((shares.get(character, 0.0) for character in output), default=0.0)


def parts(text: str) -> list[str]:
    """Everything that stands in a text and has at most LONGEST characters."""
    return [text[begin:end] for begin in range(len(text)) for end in range(begin + 1, begin + LONGEST + 1) if end <= len(text)]


def threes(text: str) -> list[str]:
    """Three characters each, one of them perhaps from before the text."""
    text = f"^{text}"
    return [text[begin : begin + 3] for begin in range(len(text) - 2)]


class Lexicon:
    def __init__(self, pairs: Path | str):
        """From a file of pairs: English, tab, Chinese."""
        lines = read_lines(pairs)
        self.sources, self.targets = [english(line[0]) for line in lines], [chinese(line[1]) for line in lines]
        self.frequency = Counter(word for source in self.sources for word in set(source))
        # Of each English word the Chinese ones that it is aligned to; "" where it is to none.
        self.aligned: dict[str, Counter] = defaultdict(Counter)
        for source, target, links in zip(self.sources, self.targets, alignments(self.sources, self.targets)):
            for i, word in enumerate(source):
                linked = sorted(j for at, j in links if at == i)
                if not linked:
                    self.aligned[word][""] += 1
                for j in linked:
                    self.aligned[word][target[j]] += 1 / len(linked)
                if len(linked) == 2 and linked[1] == linked[0] + 1:
                    self.aligned[word][target[linked[0]] + target[linked[1]]] += 1
        self.pairs_with = Counter(character for target in self.targets for character in set("".join(target)))
        self.doubled = {three for target in self.targets for three in threes("".join(target)) if three[1] == three[2]}
        self.characters = {word: found for word in self.aligned if (found := self.said_by(word))}

    def said_by(self, word: str) -> dict[str, float]:
        """The characters that say a word, each with its share of the word's alignments."""
        if word in GRAMMAR - ASKED_FOR or not word.isalpha():
            return {}
        total, found = self.aligned[word].total(), Counter()
        for text, count in self.aligned[word].items():
            for character in set(text):
                found[character] += count
        usual = {character: (self.pairs_with[character] + 1) / len(self.targets) for character in found}
        return {
            character: min(1.0, count / total)
            for character, count in found.items()
            if count / total > LIFT * usual[character] and (count > 1.5 or total <= 3)
        }

    @cache
    def translations(self, word: str) -> list[str]:
        """Chinese words that an English one usually becomes, the most usual one first; none of a word of grammar."""
        shares, total = self.characters.get(word), self.aligned[word].total()
        if not shares:
            return []
        found = [
            (count, text)
            for text, count in self.aligned[word].items()
            if is_chinese(text)
            and count / total >= USUAL
            and (count >= 1.5 or total <= 3)
            and share_of(text, shares) >= ENOUGH * max(shares.values())
        ]
        return [text for _, text in sorted(found, reverse=True)]

    def coverage(self, source: str, output: str) -> float:
        """At most 0: a sum over the words of the source that no character of the output says, of ln their share."""
        sum_ = 0.0
        for word in set(english(source)):
            if shares := self.characters.get(word):
                best, found = max(shares.values()), share_of(output, shares)
                if found < PENALISED * best:
                    sum_ += math.log((found + FLOOR) / (best + FLOOR))
        return sum_

    def missing(self, source: str, output: str) -> list[str]:
        """Words of the source that an output would usually say and does not."""
        words = english(source)
        found = [
            word
            for word in set(words)
            if (shares := self.characters.get(word))
            and max(shares.values()) > EXPECTED
            and share_of(output, shares) < ENOUGH * max(shares.values())
        ]
        if words[-1:] == ["?"] and words[0] in QUESTION_WORDS - set(found) and not set(output) & QUESTION_CHARACTERS:
            found.append(words[0])
        return found

    def stammers(self, output: str) -> bool:
        """Whether an output has a character twice in a row where the pairs never have that: 坏了了."""
        return any(three[1] == three[2] and three not in self.doubled for three in threes(output))

    def sure_translations(self) -> dict[str, str]:
        """Words that nearly always become the same, and what: a word of jieba's dictionary."""
        occurrences: Counter = Counter()
        for target in self.targets:
            occurrences.update(set(parts("".join(target))))
        words = {word for target in self.targets for word in target}
        jieba.initialize()
        found = {}
        for word in self.aligned:
            if word in GRAMMAR or not word.isalpha() or len(word) < 3:
                continue
            counts: Counter = Counter()
            for text, count in self.aligned[word].items():
                if is_chinese(text):
                    for part in parts(text):
                        if jieba.dt.FREQ.get(part, 0) > 0:
                            counts[part] += count
            total = max(self.aligned[word].total(), self.frequency[word])
            sure = {
                text: count
                for text, count in counts.items()
                if count / total >= SURE and count / occurrences[text] >= SURE_BACK and (len(text) > 1 or count > 1.8)
            }
            if not sure:
                continue
            best = max(sure, key=lambda text: (sure[text] ** 2 / occurrences[text], len(text)))
            # The whole word rather than a part of it that is found nearly as often.
            for text in sorted(sure, key=len):
                if best in text and sure[text] >= 0.8 * sure[best]:
                    best = text
            if len(best) > 1 or best in words:
                found[word] = best
        return found
