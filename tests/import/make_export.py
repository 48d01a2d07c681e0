"""Exports a small model with python/seqscope_export.py.

    python tests/import/make_export.py [FILE]

Writes exported.safetensors beside this file, or FILE. The committed one was made with PyTorch 2.15.0.
"""

import json
import sys
from pathlib import Path

import torch

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parents[1] / "python"), str(HERE)]

from make_fixtures import trained  # noqa: E402
from seqscope_export import export  # noqa: E402

SOURCE = ["<pad>", "<unk>", "<s>", "</s>", "red", "green", "blue"]
TARGET = {"<pad>": 0, "<unk>": 1, "<s>": 2, "</s>": 3, "rouge": 4, "vert": 5, "bleu": 6, "rouges": 7, "verts": 8}


def main(path: Path):
    torch.set_num_threads(1)
    config = {
        "rnn_type": "lstm",
        "attention": "concat",
        "bidirectional": True,
        "encoder_layers": 1,
        "decoder_layers": 1,
        "context_tanh": True,
    }
    model = trained(config, 8, True, True, 7)
    export(
        model.encoder,
        model.decoder,
        model.generator,
        SOURCE,
        TARGET,
        path,
        sentences=[["red", "green", "blue"], ["blue"]],
        settings={"concatTanh": True, "contextTanh": True},
    )
    # The same by the model's own forward pass.
    own = path.with_suffix(".own")
    export(
        model.encoder,
        model.decoder,
        model.generator,
        SOURCE,
        TARGET,
        own,
        logits=lambda source, target: model(source, torch.tensor([source.shape[1]]), target)[2],
        sentences=[["red", "green", "blue"], ["blue"]],
        settings={"concatTanh": True, "contextTanh": True},
    )
    from_modules, from_model = (said(file) for file in (path, own))
    own.unlink()
    for one, other in zip(from_modules, from_model, strict=True):
        assert one["target"] == other["target"]
        assert torch.allclose(torch.tensor(one["best"]), torch.tensor(other["best"]), atol=1e-6)


def said(file: Path) -> list[dict]:
    """What was computed, of the header of a file."""
    data = file.read_bytes()
    header = json.loads(data[8 : 8 + int.from_bytes(data[:8], "little")])
    return json.loads(header["__metadata__"]["exported"])["check"]["runs"]


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "exported.safetensors")
