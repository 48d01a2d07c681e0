"""Saves an encoder-decoder that PyTorch has trained so that seqscope shows it without a question.

    from seqscope_export import export
    export(encoder, decoder, generator, source_vocabulary, target_vocabulary, "mine.safetensors")

One file, which needs torch and nothing else: copy it beside your notebook. The file that it writes has the weights in 32
bits, the vocabularies, the answers to what weights cannot say, and what your model makes of a few sentences, against which
the page checks itself. Drop it on the page, or: seqscope import mine.safetensors --out model.safetensors
Or show it in the notebook, which needs the program seqscope and a page of one file too: show("mine.safetensors", "a text")
"""

import ctypes
import json
import os
import random
import shutil
import struct
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import quote

import torch

VERSION = 1
CANDIDATES = 8
LONGEST_OUTPUT = 20


def export(
    encoder,
    decoder,
    generator,
    source_vocabulary,
    target_vocabulary,
    path,
    *,
    logits=None,
    sentences=None,
    settings=None,
    start=None,
    end=None,
):
    """Writes `path`, a .safetensors file.

    encoder, decoder, generator: the trained modules; generator is None where the decoder holds it or its embedding is
        the output layer (then say settings={"tied": True}).
    source_vocabulary, target_vocabulary: a list of tokens by id, a dict from token to id or from id to token, or an
        object with get_itos().
    logits: what your model computes: a function of source ids [1, src] and target ids [1, tgt], the first of them
        `start`, that returns logits [1, tgt, words]. Without it they are computed here of the modules that the post names
        (input_embedding, rnn, attention, W_context).
    sentences: source sentences to check with, each a list of tokens; without them, tokens chosen at random.
    settings: answers by key, as `seqscope import` takes them, such as {"concatTanh": True, "source.lowerCase": False}.
    start, end: the target's ids before the first and behind the last token; without them, found by their names.
    """
    source, target = tokens_of(source_vocabulary), tokens_of(target_vocabulary)
    answers = {key: spelled(value) for key, value in (settings or {}).items()}
    start = number(start, answers, "target.start", target, ("<s>", "<sos>", "<bos>", "<start>", "sos", "bos"), 2)
    end = number(end, answers, "target.end", target, ("</s>", "<eos>", "<end>", "eos"), 3)
    modules = {"encoder": encoder, "decoder": decoder, "generator": generator}
    modules = {name: module for name, module in modules.items() if module is not None}
    was_training = {name: module.training for name, module in modules.items()}
    try:
        for module in modules.values():
            module.eval()  # no dropout
        if logits is None:
            concat_tanh = answers.setdefault("concatTanh", "false") == "true" if is_concat(decoder) else False
            context_tanh = answers.setdefault("contextTanh", "false") == "true"
            logits = of_post(encoder, decoder, generator, concat_tanh, context_tanh)
        with torch.no_grad():
            runs = [checked(logits, ids, start, end) for ids in sentences_of(sentences, source)]
            space = "" if answers.get("source.form") == "characters" else " "
            runs = [{"text": space.join(source[token_id] for token_id in run["source"]), **run} for run in runs]
    finally:
        for name, module in modules.items():
            module.train(was_training[name])
    said = {
        "version": VERSION,
        "source": source,
        "target": target,
        "settings": answers,
        "check": {"program": f"PyTorch {torch.__version__}", "runs": runs},
    }
    tensors = {
        f"{name}.{key}": tensor.detach().to("cpu", torch.float32).contiguous()
        for name, module in modules.items()
        for key, tensor in module.state_dict().items()
        if tensor.is_floating_point()
    }
    write(path, tensors, {"exported": json.dumps(said, ensure_ascii=False)})


def show(path, text, *, program=None, template=None, height=900):
    """Shows in a notebook what the model does that `export` has written to `path`, beginning with `text`.

    Writes a page of one file beside it, mine.html for mine.safetensors, prints how near its model is to what PyTorch
    computed, and returns a frame with that page. The notebook holds the frame's relative address, and not the page.

    program: the command line; without it, `seqscope` on the path, or the one that is built in this repository.
    template: a page of one file; without it, seqscope.html beside the notebook, or that of this repository's dist/.
    height: of the frame, in CSS pixels.
    """
    from IPython.display import IFrame

    repository = Path(__file__).resolve().parent.parent
    built = repository / "target" / "release"
    program = program or shutil.which("seqscope") or shutil.which("seqscope", path=built)
    if program is None:
        raise FileNotFoundError(
            "seqscope is not on the path: `cargo install --path train` in its repository puts it there; or give "
            "show(..., program=...)"
        )
    templates = [template] if template else ["seqscope.html", repository / "dist" / "seqscope.html"]
    template = next((each for each in templates if Path(each).is_file()), None)
    if template is None:
        raise FileNotFoundError(
            f"{templates[0]}: there is no such file: `cargo xtask dist --only page` in the repository writes it to dist/; "
            "copy it beside the notebook, or give show(..., template=...)"
        )

    def run(*words):
        done = subprocess.run([program, *map(str, words)], capture_output=True, encoding="utf-8")
        if done.returncode != 0:
            raise RuntimeError(done.stderr.strip())
        return done.stderr

    page = Path(path).with_suffix(".html")
    with tempfile.TemporaryDirectory() as folder:
        model = Path(folder) / "model.safetensors"
        print(run("import", path, "--out", model).splitlines()[-1])
        run("page", "--model", model, f"--text={text}", "--template", template, "--out", page)
    return IFrame(quote(Path(os.path.relpath(page)).as_posix()), width="100%", height=height)


def tokens_of(vocabulary):
    """The tokens by id."""
    if hasattr(vocabulary, "get_itos"):
        vocabulary = vocabulary.get_itos()
    if isinstance(vocabulary, dict):
        pairs = [(key, value) if isinstance(key, int) else (value, key) for key, value in vocabulary.items()]
        ids = sorted(token_id for token_id, _ in pairs)
        if ids != list(range(len(ids))):
            raise ValueError(f"vocabulary: expected the ids 0 to {len(ids) - 1}, each once")
        by_id = dict(pairs)
        vocabulary = [by_id[token_id] for token_id in ids]
    tokens = list(vocabulary)
    if not all(isinstance(token, str) for token in tokens):
        raise TypeError("vocabulary: expected a list of strings, or a dict between strings and ids")
    return tokens


def spelled(value):
    return str(value).lower() if isinstance(value, bool) else str(value)


def number(given, answers, key, tokens, names, usual):
    """The id that is given or answered, that of a token of one of the names, or the post's."""
    if given is None and key in answers:
        given = int(answers[key])
    if given is None:
        lower = [token.lower() for token in tokens]
        given = next((lower.index(name) for name in names if name in lower), usual)
    answers[key] = str(given)
    return given


def is_concat(decoder):
    return any(name.split(".")[-2:-1] == ["v_align"] for name in decoder.state_dict())


def of_post(encoder, decoder, generator, concat_tanh, context_tanh):
    """The logits of a model as in the post, of its modules: the decoder starts from zero and attends after its recurrence."""
    for part, names in ((encoder, ("input_embedding", "rnn")), (decoder, ("input_embedding", "rnn", "W_context"))):
        for name in names:
            if not hasattr(part, name):
                raise AttributeError(
                    f"{type(part).__name__} has no {name}: give export(..., logits=...), a function that runs your model"
                )

    def ran(rnn, embedded):
        return rnn(embedded if rnn.batch_first else embedded.transpose(0, 1))[0]

    def scores(states, memory):
        attention = getattr(decoder, "attention", None)
        if hasattr(attention, "W_align"):
            return attention.W_align(states) @ memory.transpose(1, 2)
        if hasattr(attention, "v_align"):
            hidden = attention.W_align_source(states).unsqueeze(2) + attention.W_align_memory(memory).unsqueeze(1)
            return attention.v_align(torch.tanh(hidden) if concat_tanh else hidden).squeeze(3)
        return states @ memory.transpose(1, 2)

    def logits(source, target):
        memory = ran(encoder.rnn, encoder.input_embedding(source))
        states = ran(decoder.rnn, decoder.input_embedding(target))
        memory = memory if encoder.rnn.batch_first else memory.transpose(0, 1)  # [1, src, d]
        states = states if decoder.rnn.batch_first else states.transpose(0, 1)  # [1, tgt, d]
        weights = torch.softmax(scores(states, memory), dim=-1)  # [1, tgt, src]
        outputs = decoder.W_context(torch.cat([weights @ memory, states], dim=-1))
        outputs = torch.tanh(outputs) if context_tanh else outputs
        if generator is None:
            return outputs @ decoder.input_embedding.weight.T
        return generator(outputs)

    return logits


def sentences_of(sentences, tokens):
    """The ids of the sentences; three of 3 to 6 tokens that are not special where none are given."""
    if sentences is not None:
        ids = {token: token_id for token_id, token in enumerate(tokens)}
        return [[ids[token] for token in sentence] for sentence in sentences]
    words = [token_id for token_id, token in enumerate(tokens) if not (token.startswith("<") or token.startswith("["))]
    chosen = random.Random(1)
    return [[chosen.choice(words or range(len(tokens))) for _ in range(length)] for length in (3, 4, 6)]


def checked(logits, source, start, end):
    """What the model writes for a sentence, greedily, and ln p of its best tokens at each step."""
    target, best = [], []
    device = None
    for _ in range(LONGEST_OUTPUT):
        inputs = torch.tensor([source], device=device), torch.tensor([[start, *target]], device=device)
        step = torch.log_softmax(logits(*inputs)[0, -1].double(), dim=-1)
        found = step.topk(min(CANDIDATES, len(step)))
        best.append([[token_id, value] for token_id, value in zip(found.indices.tolist(), found.values.tolist())])
        target.append(best[-1][0][0])
        if target[-1] == end:
            break
    return {"source": source, "target": target, "best": best}


def write(path, tensors, metadata):
    """A .safetensors file: eight bytes with the length of a JSON header, the header, the numbers."""
    header, end = {"__metadata__": metadata}, 0
    for name, tensor in tensors.items():
        size = 4 * tensor.numel()
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [end, end + size]}
        end += size
    text = json.dumps(header, ensure_ascii=False).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for tensor in tensors.values():
            file.write(ctypes.string_at(tensor.data_ptr(), 4 * tensor.numel()))
