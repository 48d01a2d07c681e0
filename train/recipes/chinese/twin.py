"""The translation models in PyTorch, many sentences at a time: what the scripts beside this one read models with."""

import re
import unicodedata
from pathlib import Path

import torch
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence, pad_sequence

from weights import read

PAD, UNKNOWN, START, END = range(4)
BATCH = 128


def read_lines(path: Path | str) -> list[list[str]]:
    """The fields of a file whose lines are separated by tabs."""
    return [line.split("\t") for line in Path(path).read_text(encoding="utf-8").splitlines()]


class Pieces:
    """src/tokens/subwords.rs, without spans: of two neighbours whose union is a piece, the earlier learned comes first."""

    def __init__(self, config: dict):
        self.rules = config["rules"]
        self.pieces = ["<pad>", "<unk>", "<s>", "</s>", *config["pieces"].split(" ")]
        self.ids = {piece: index for index, piece in enumerate(self.pieces)}

    def encode(self, text: str) -> list[int]:
        if self.rules["fold"]:
            decomposed = unicodedata.normalize("NFD", text.lower())
            text = "".join(character for character in decomposed if not unicodedata.combining(character))
            text = text.translate(str.maketrans("’“”", "'\"\""))
        if not self.rules["spaces"]:
            return self.word(list(text))
        # English cuts before an apostrophe, French behind it.
        apostrophe = r"'[^\W\d_]+" if self.rules["apostrophe"] == "begins_word" else r"[^\W\d_]+'(?=[^\W\d_])"
        parts = re.compile(rf"{apostrophe}|-?[^\W\d_]+|\d|[^\s\w]|_")
        ids = []
        for word in text.split():
            for index, part in enumerate(parts.findall(word)):
                ids += self.word([*("▁" + part[0] if index == 0 else part[0],), *part[1:]])
        return ids

    def word(self, parts: list[str]) -> list[int]:
        parts = [part if part in self.ids else "<unk>" for part in parts]
        while len(parts) > 1:
            unions = [self.ids.get(left + right, len(self.ids)) for left, right in zip(parts, parts[1:])]
            earliest = min(range(len(unions)), key=unions.__getitem__)
            if unions[earliest] == len(self.ids):
                break
            parts[earliest : earliest + 2] = [parts[earliest] + parts[earliest + 1]]
        return [self.ids[part] for part in parts]

    def decode(self, ids: list[int]) -> str:
        return "".join(self.pieces[index] for index in ids).replace("▁", " ").strip()


def lstm(tensors: dict, component: str) -> torch.nn.LSTM:
    prefix = f"{component}.rnn."
    named = {name.removeprefix(prefix): tensor for name, tensor in tensors.items() if name.startswith(prefix)}
    layers = 1 + max(int(re.search(r"_l(\d+)", name)[1]) for name in named)
    units = named["weight_hh_l0"].shape[1]
    both_ways = "weight_hh_l0_reverse" in named
    module = torch.nn.LSTM(named["weight_ih_l0"].shape[1], units, layers, batch_first=True, bidirectional=both_ways)
    module.load_state_dict(named)
    return module.eval()


class Model:
    """A model file, as `seqscope train` or `seqscope publish` writes it."""

    def __init__(self, path: Path | str):
        config, stored = read(path)
        numbers = {name: torch.from_numpy(array.astype("f4")) for name, array in stored.items()}
        # A matrix of 8 bits has a scale for each row.
        tensors = {
            name: numbers[name] * numbers[f"{name}.scale"][:, None] if f"{name}.scale" in numbers else numbers[name]
            for name in numbers
            if not name.endswith(".scale")
        }
        self.source, self.target = Pieces(config["source"]), Pieces(config["target"])
        self.attention = config["model"]["attention"]
        self.encoder, self.decoder = lstm(tensors, "encoder"), lstm(tensors, "decoder")
        self.source_embedding = tensors["encoder.input_embedding.weight"]
        self.target_embedding = tensors["decoder.input_embedding.weight"]
        self.generator = tensors.get("generator.weight", self.target_embedding)
        self.w_context = tensors["decoder.W_context.weight"]
        prefix = "decoder.attention."
        self.score = {name.removeprefix(prefix): tensor for name, tensor in tensors.items() if name.startswith(prefix)}

    def encode(self, sources: list[list[int]]):
        """Memory, keys [batch, src, d_model] and where there is only padding [batch, src]."""
        lengths = torch.tensor([len(source) for source in sources])
        padded = pad_sequence([torch.tensor(source) for source in sources], batch_first=True)
        packed = pack_padded_sequence(
            self.source_embedding[padded], lengths, batch_first=True, enforce_sorted=False
        )
        memory, _ = pad_packed_sequence(self.encoder(packed)[0], batch_first=True)
        keys = memory
        if self.attention == "general":
            keys = memory @ self.score["W_align.weight"]
        elif self.attention == "concat":
            keys = memory @ self.score["W_align_memory.weight"].T
        return memory, keys, torch.arange(memory.shape[1])[None] >= lengths[:, None]

    def logits(self, states: torch.Tensor, memory, keys, is_padding) -> torch.Tensor:
        """[batch, tgt, d_model] → [batch, tgt, words]."""
        if self.attention == "concat":
            queries = states @ self.score["W_align_source.weight"].T
            hidden = torch.tanh(queries[:, :, None] + keys[:, None])
            scores = hidden @ self.score["v_align.weight"].flatten()
        else:
            scores = states @ keys.transpose(1, 2)
        weights = scores.masked_fill(is_padding[:, None], -1e9).softmax(-1)
        output = torch.tanh(torch.cat([weights @ memory, states], -1) @ self.w_context.T)
        return output @ self.generator.T

    def log_probabilities(self, pairs: list[tuple[list[int], list[int]]]) -> list[float]:
        """ln p of each target, its end included."""
        return [sum(of_pieces) for of_pieces in self.log_probabilities_of_pieces(pairs)]

    @torch.no_grad()
    def log_probabilities_of_pieces(self, pairs: list[tuple[list[int], list[int]]]) -> list[list[float]]:
        """ln p of each piece of each target, and of its end."""
        found: list[list[float]] = [[] for _ in pairs]
        order = sorted(range(len(pairs)), key=lambda index: (len(pairs[index][0]), len(pairs[index][1])))
        for first in range(0, len(order), BATCH):
            batch = order[first : first + BATCH]
            encoded = self.encode([pairs[index][0] for index in batch])
            targets = [torch.tensor([START, *pairs[index][1], END]) for index in batch]
            padded = pad_sequence(targets, batch_first=True)
            states, _ = self.decoder(self.target_embedding[padded[:, :-1]])
            of_words = self.logits(states, *encoded).log_softmax(-1)
            of_targets = of_words.gather(-1, padded[:, 1:, None])[..., 0]
            for index, target, of_pieces in zip(batch, targets, of_targets.tolist()):
                found[index] = of_pieces[: len(target) - 1]
        return found

    @torch.no_grad()
    def outputs(self, sources: list[list[int]], first_words: int, longest: int = 32) -> list[list[list[int]]]:
        """For each source a greedy output behind each of its `first_words` most probable first words."""
        found: list[list[list[int]]] = [[] for _ in sources]
        order = sorted(range(len(sources)), key=lambda index: len(sources[index]))
        for first in range(0, len(order), BATCH):
            batch = order[first : first + BATCH]
            encoded = self.encode([sources[index] for index in batch])
            rows = torch.arange(len(batch)).repeat_interleave(first_words)
            states, state = self.decoder(self.target_embedding[torch.full((len(batch), 1), START)])
            words = self.written(states, encoded).topk(first_words).indices.flatten()
            encoded = tuple(part[rows] for part in encoded)
            state = tuple(part[:, rows].contiguous() for part in state)
            steps, is_open = [words], words != END
            while is_open.any() and len(steps) < longest:
                states, state = self.decoder(self.target_embedding[words[:, None]], state)
                words = self.written(states, encoded).argmax(-1)
                steps.append(words)
                is_open &= words != END
            for row, output in zip(rows.tolist(), torch.stack(steps, 1).tolist()):
                end = output.index(END) if END in output else len(output)
                found[batch[row]].append(output[:end])
        return found

    def written(self, states: torch.Tensor, encoded) -> torch.Tensor:
        """The logits of one step, of words that may be written."""
        logits = self.logits(states, *encoded)[:, 0]
        logits[:, [PAD, UNKNOWN, START]] = -1e9
        return logits
