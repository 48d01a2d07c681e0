"""Runs the lines of Python in docs/own-models.md that export a model, as they stand there.

    python tests/python/run_snippets.py [FILE]

Writes snippets.json beside this file, or FILE: each snippet with the file that it made, in base 64. Its model is one of the
notebook's, untrained. The committed file was made with PyTorch 2.15.0.
"""

import base64
import json
import os
import re
import sys
import tempfile
from pathlib import Path

import torch
from torch import nn

HERE = Path(__file__).resolve().parent
PYTHON = HERE.parents[1] / "python"
sys.path.insert(0, str(PYTHON))


class Concat(nn.Module):
    """What the second snippet says of its model: concat with its tanh."""

    def __init__(self, d_model: int):
        super().__init__()
        self.W_align_source = nn.Linear(d_model, d_model, bias=False)
        self.W_align_memory = nn.Linear(d_model, d_model, bias=False)
        self.v_align = nn.Linear(d_model, 1, bias=False)

    def forward(self, states, memory):
        hidden = self.W_align_source(states).unsqueeze(2) + self.W_align_memory(memory).unsqueeze(1)
        return torch.softmax(self.v_align(torch.tanh(hidden)).squeeze(3), dim=-1) @ memory


def snippets() -> list[str]:
    text = (HERE.parents[1] / "docs" / "own-models.md").read_text(encoding="utf-8")
    part = re.search(r"\n## From Python\n(.*?)\n## ", text, re.DOTALL)[1]
    return re.findall(r"```python\n(.*?)```", part, re.DOTALL)


def main(path: Path):
    cells = {cell["id"]: "".join(cell["source"]) for cell in json.loads((PYTHON / "seqscope_notebook.ipynb").read_text("utf-8"))["cells"]}
    names: dict = {}
    for cell in ("task", "model"):
        exec(cells[cell], names)
    made = []
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for code in snippets():
            torch.manual_seed(1)
            d_model = 4
            names["encoder"] = names["Encoder"](len(names["source_vocabulary"]), d_model)
            names["decoder"] = names["Decoder"](len(names["target_vocabulary"]), d_model)
            names["generator"] = nn.Linear(d_model, len(names["target_vocabulary"]), bias=False)
            if "concatTanh" in code:
                names["decoder"].attention = Concat(d_model)
            exec(code, names)
            file = Path("mine.safetensors")
            made.append({"code": code, "file": base64.b64encode(file.read_bytes()).decode()})
            file.unlink()
        os.chdir(HERE)
    path.write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else HERE / "snippets.json")
