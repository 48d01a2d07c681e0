"""English–Chinese pairs, for a model that translates back: characters with spaces between them, English in lower case.

    python train/recipes/chinese/turned_round.py < en-zh.tsv > zh-en.tsv
"""

import sys


def main() -> None:
    for line in sys.stdin:
        english, chinese = line.rstrip("\n").split("\t")[:2]
        print(" ".join("".join(chinese.split())), english.lower(), sep="\t")


if __name__ == "__main__":
    main()
