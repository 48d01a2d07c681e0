"""How fast PyTorch trains the dates model on the CPU, in target tokens a second.

    python benches/pytorch_training.py --threads 2

The model is the reference of the parity tests (tests/fixtures/reference.py). One step is what one step of training
is: forward with teacher forcing, cross-entropy, backward, clipping by the global norm, Adam. The decoder is one
nn.LSTM over all target steps. Batches are random ids of fixed lengths: sentence i of a batch has
SOURCE_LENGTH + (i mod 5) - 2 source tokens, so a batch is padded and packed as a real one is, and TARGET_LENGTH
target tokens with the end token.

Each repeat times `--steps` steps. One JSON object goes to standard output: the options, the tokens a second of each
repeat, and their median. With `--beside` another program is measured in turn with this one, repeat by repeat, so that
both see the same machine; it is called with the same options and `--repeats 1`, and has to print the same JSON:

    python benches/pytorch_training.py --threads 2 --beside "target/release/seqscope bench-training"
"""

import argparse
import json
import shlex
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

import torch

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "fixtures"))
from reference import ATTENTIONS, END, PAD, RECURRENT, START, Seq2Seq, sequence_loss  # noqa: E402

WARM_UP_STEPS = 5


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--batch", type=int, default=128, help="sentences in a batch")
    parser.add_argument("--steps", type=int, default=50, help="steps in a repeat")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--rnn", choices=RECURRENT, default="lstm")
    parser.add_argument("--attention", choices=ATTENTIONS, default="general")
    parser.add_argument("--d-model", type=int, default=64)
    parser.add_argument("--layers", type=int, default=1, help="of the encoder, which reads both ways, and the decoder")
    parser.add_argument("--source-length", type=int, default=13, help="mean source tokens in a sentence")
    parser.add_argument("--target-length", type=int, default=11, help="target tokens, the end token included")
    parser.add_argument("--source-words", type=int, default=80, help="size of the source vocabulary")
    parser.add_argument("--target-words", type=int, default=15, help="size of the target vocabulary")
    parser.add_argument("--dropout", type=float, default=0.0)
    parser.add_argument("--beside", metavar="COMMAND", help="another trainer to measure in turn with this one")
    return parser.parse_args()


def random_batch(options: argparse.Namespace):
    lengths = torch.tensor([options.source_length + index % 5 - 2 for index in range(options.batch)])
    source = torch.randint(END + 1, options.source_words, (options.batch, int(lengths.max())))
    source[torch.arange(source.shape[1]) >= lengths.unsqueeze(1)] = PAD
    words = torch.randint(END + 1, options.target_words, (options.batch, options.target_length - 1))
    start, end = torch.full((options.batch, 1), START), torch.full((options.batch, 1), END)
    return source, lengths, torch.cat([start, words], dim=1), torch.cat([words, end], dim=1)


class Trainer:
    def __init__(self, options: argparse.Namespace):
        torch.manual_seed(1)
        self.model = Seq2Seq(
            options.source_words,
            options.target_words,
            options.d_model,
            encoder_layers=options.layers,
            decoder_layers=options.layers,
            rnn_type=options.rnn,
            bidirectional=True,
            attention=options.attention,
            dropout=options.dropout,
        )
        self.optimiser = torch.optim.Adam(self.model.parameters(), lr=2e-3)
        self.batches = [random_batch(options) for _ in range(10)]

    def run(self, steps: int) -> float:
        """Target tokens a second over that many steps."""
        tokens = 0
        start = time.perf_counter()
        for step in range(steps):
            source, lengths, target_input, target_output = self.batches[step % len(self.batches)]
            self.optimiser.zero_grad()
            _, _, logits = self.model(source, lengths, target_input)
            loss = sequence_loss(logits, target_output)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
            self.optimiser.step()
            tokens += target_output.numel()
        return tokens / (time.perf_counter() - start)


def run_beside(command: str, options: argparse.Namespace) -> dict:
    passed = {key: value for key, value in vars(options).items() if key != "beside"} | {"repeats": 1}
    # On a command line both names and choices are written with hyphens.
    arguments = [
        part for key, value in passed.items() for part in (f"--{key.replace('_', '-')}", str(value).replace("_", "-"))
    ]
    finished = subprocess.run([*shlex.split(command), *arguments], stdout=subprocess.PIPE, check=True)
    return json.loads(finished.stdout)


def main():
    options = parse()
    torch.set_num_threads(options.threads)
    trainer = Trainer(options)
    trainer.run(WARM_UP_STEPS)
    ours, theirs = [], []
    for _ in range(options.repeats):
        ours.append(trainer.run(options.steps))
        if options.beside:
            theirs.append(run_beside(options.beside, options))
    report = {
        "trainer": f"PyTorch {torch.__version__}",
        "options": {key: value for key, value in vars(options).items() if key != "beside"},
        "words_per_second": [round(speed) for speed in ours],
        "median": round(median(ours)),
    }
    if options.beside:
        speeds = [other["median"] for other in theirs]
        report["beside"] = {
            "trainer": theirs[0]["trainer"],
            "words_per_second": speeds,
            "median": median(speeds),
            "ratio": round(median(speeds) / median(ours), 3),
        }
    print(json.dumps(report))


if __name__ == "__main__":
    main()
