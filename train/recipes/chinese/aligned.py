"""Words of sentence pairs, and which of them go together: jieba cuts Chinese, eflomal aligns."""

import logging
import re
import tempfile
from pathlib import Path

import jieba
from eflomal import Aligner

jieba.setLogLevel(logging.ERROR)

# Words of grammar, whose translation depends on all the others.
GRAMMAR = set(
    "i you he she it we they me him her us them my your his its our their this that these those a an the and or but if "
    "when what who where why how is are was were be been am do does did don doesn didn have has had will would can "
    "could should may might must not no n't 's 'm 're 've 'll 'd t s m re ve ll d to of in on at for with from by as "
    "than so too very there here let tom mary".split()
)


def english(text: str) -> list[str]:
    return re.findall(r"[a-z]+|'[a-z]+|[0-9]+|[^\sa-z0-9']|'", text.lower().replace("’", "'"))


def chinese(text: str) -> list[str]:
    return [word for word in jieba.cut(text) if word.strip()]


def is_chinese(text: str) -> bool:
    return re.fullmatch(r"[\u4e00-\u9fff]+", text) is not None


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
