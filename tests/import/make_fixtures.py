"""Trains small models with PyTorch and saves them as people do, for tests/import.

    python tests/import/make_fixtures.py

Writes models.safetensors.gz beside this file. The committed one was made with PyTorch 2.15.0, safetensors 0.8.0 and
Python 3.11 on x86-64.

There is a model for each of {RNN, GRU, LSTM} x {dot, general, concat, concat without tanh} x {one, both directions} x
{1, 2 layers}; names, file formats, types of numbers and biases go by turns. For one combination there are all of
{torch.save, safetensors} x four ways to name x {with, without biases} x {F32, F16, BF16, F64}. Unpacked, the file has for
each case

    CASE/files/NAME    the bytes of a file, U8
    CASE/logits        [batch, tgt, n_tgt_words], what PyTorch computes of `source` and `target_input`

and `__metadata__` has under `cases` a JSON list with, for each of them, its `name`, its `files`, the `settings` that no
file can say, and the `config` that is to be found.
"""

import copy
import gzip
import io
import itertools
import json
import sys
from pathlib import Path

import torch
from safetensors.torch import save
from torch import Tensor, nn

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "fixtures"))

from reference import END, PAD, RECURRENT, START, Seq2Seq, sequence_loss  # noqa: E402

N_SRC_WORDS, N_TGT_WORDS = 7, 9
ATTENTIONS = ("dot", "general", "concat", "concat_without_tanh")
DTYPES = {"F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16, "F64": torch.float64}
FORMATS = ("torch", "safetensors")
FIRST_WORD = END + 1
SOURCE, SOURCE_LENGTHS = torch.tensor([[4, 6, 5, 4], [5, 4, PAD, PAD]]), torch.tensor([4, 2])
TARGET_INPUT = torch.tensor([[START, 8, 4], [START, 5, 7]])


def pairs(count: int) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Sentences of 1 to 3 words, and the same backwards, each word with a number of its own."""
    lengths = torch.randint(1, 4, (count,))
    source = torch.full((count, 3), PAD)
    target_input, target_output = torch.full((count, 4), PAD), torch.full((count, 4), PAD)
    for row, length in enumerate(lengths.tolist()):
        words = torch.randint(FIRST_WORD, N_SRC_WORDS, (length,))
        source[row, :length] = words
        target = words.flip(0) + torch.arange(length) % 2 * 2
        target_input[row, : length + 1] = torch.cat([torch.tensor([START]), target])
        target_output[row, : length + 1] = torch.cat([target, torch.tensor([END])])
    return source, lengths, target_input, target_output


def trained(config: dict, d_model: int, biases: bool, generator_bias: bool, seed: int) -> Seq2Seq:
    torch.manual_seed(seed)
    model = Seq2Seq(N_SRC_WORDS, N_TGT_WORDS, d_model, generator_bias=generator_bias, **config)
    if not biases:
        for half in (model.encoder, model.decoder):
            rnn = half.rnn
            half.rnn = RECURRENT[config["rnn_type"]](
                d_model, rnn.hidden_size, rnn.num_layers, batch_first=True, bidirectional=rnn.bidirectional, bias=False
            )
    optimiser = torch.optim.Adam(model.parameters(), lr=0.03)
    for _ in range(60):
        source, lengths, target_input, target_output = pairs(16)
        optimiser.zero_grad()
        sequence_loss(model(source, lengths, target_input)[2], target_output).backward()
        optimiser.step()
    return model.eval()


def of_post(state: dict[str, Tensor], config: dict) -> tuple[dict, dict]:
    return {"model": state}, {}


def renamed(state: dict[str, Tensor], names: list[tuple[str, str]]) -> dict[str, Tensor]:
    changed = {}
    for name, tensor in state.items():
        for old, new in names:
            name = name.replace(old, new)
        changed[name] = tensor
    return changed


def of_translation_tutorial(state: dict[str, Tensor], config: dict) -> tuple[dict, dict]:
    """PyTorch's "Translation with a sequence to sequence network": two modules, each in a file."""
    names = [
        ("input_embedding", "embedding"),
        (".rnn.", f".{config['rnn_type']}."),
        ("attention.W_align_source", "attention.Wa"),
        ("attention.W_align_memory", "attention.Ua"),
        ("attention.v_align", "attention.Va"),
        ("attention.W_align", "attention.Wa"),
        ("W_context", "attn_combine"),
        ("generator", "decoder.out"),
    ]
    state = renamed(state, names)
    halves = {
        half: {name.removeprefix(f"{half}."): tensor for name, tensor in state.items() if name.startswith(half)}
        for half in ("encoder", "decoder")
    }
    return halves, {"contextTanh": "false"} | tanh(config)


def of_chatbot_tutorial(state: dict[str, Tensor], config: dict) -> tuple[dict, dict]:
    """PyTorch's chatbot: one dictionary around the halves; general is s·(W m), concat has one matrix, W_context reads
    [state; context]. As DataParallel saves it."""
    names = [
        ("input_embedding", "embedding"),
        (".rnn.", f".{config['rnn_type']}."),
        ("attention.W_align.", "attn.attn."),
        ("attention.v_align.weight", "attn.v"),
        ("W_context", "concat"),
        ("generator", "decoder.out"),
    ]
    state = renamed(state, names)
    d_model = state["encoder.embedding.weight"].shape[1]
    if config["attention"] == "general":
        # A tensor that does not lie in memory as it reads.
        state["decoder.attn.attn.weight"] = state["decoder.attn.attn.weight"].t()
    if config["attention"].startswith("concat"):
        source = state.pop("decoder.attention.W_align_source.weight")
        memory = state.pop("decoder.attention.W_align_memory.weight")
        state["decoder.attn.attn.weight"] = torch.cat([source, memory], dim=1)
        state["decoder.attn.v"] = state["decoder.attn.v"].flatten()
    concat = state["decoder.concat.weight"]
    state["decoder.concat.weight"] = torch.cat([concat[:, d_model:], concat[:, :d_model]], dim=1)
    halves = {
        key: {f"module.{name.removeprefix(f'{half}.')}": tensor for name, tensor in state.items() if name.startswith(half)}
        for key, half in (("en", "encoder"), ("de", "decoder"))
    }
    return {"checkpoint": halves}, {"contextTanh": "false"} | tanh(config)


def of_opennmt(state: dict[str, Tensor], config: dict) -> tuple[dict, dict]:
    """OpenNMT-py: long paths, and the output layer is the first of a Sequential. As torch.compile saves it."""
    names = [
        ("input_embedding", "embeddings.make_embedding.emb_luts.0"),
        ("attention.W_align_source", "attn.linear_query"),
        ("attention.W_align_memory", "attn.linear_context"),
        ("attention.v_align", "attn.v"),
        ("attention.W_align", "attn.linear_in"),
        ("W_context", "attn.linear_out"),
        ("generator", "generator.0"),
    ]
    state = {f"_orig_mod.{name}": tensor for name, tensor in renamed(state, names).items()}
    return {"model": state}, {"contextTanh": "false"} | tanh(config)


def tanh(config: dict) -> dict:
    """Names of others are taken for those of a concat with its tanh, those of the post for its concat without."""
    return {"concatTanh": "false"} if config["attention"] == "concat_without_tanh" else {}


SCHEMES = {
    "post": of_post,
    "translation-tutorial": of_translation_tutorial,
    "chatbot-tutorial": of_chatbot_tutorial,
    "opennmt": of_opennmt,
}


def flat(state: dict, prefix: str = "") -> dict[str, Tensor]:
    tensors = {}
    for key, value in state.items():
        if isinstance(value, dict):
            tensors |= flat(value, f"{prefix}{key}.")
        else:
            tensors[f"{prefix}{key}"] = value.detach().clone().contiguous()
    return tensors


def saved(state: dict, form: str, step: int) -> bytes:
    if form == "safetensors":
        return save(flat(state))
    buffer = io.BytesIO()
    # Every other file has what training leaves beside the model.
    if step % 2 and "model" not in state and all(isinstance(value, Tensor) for value in state.values()):
        state = {"epoch": 3, "loss": 0.25, "model_state_dict": state, "optimizer": {"state": {0: {"step": torch.ones(1)}}}}
    torch.save(state, buffer)
    return buffer.getvalue()


def case(name: str, model: Seq2Seq, config: dict, scheme: str, form: str, dtype: str, step: int) -> tuple[dict, dict]:
    """What is said of the case, and its tensors."""
    rounded = copy.deepcopy(model).to(DTYPES[dtype])
    states, settings = SCHEMES[scheme](rounded.state_dict(), config)
    if scheme == "post" and config["attention"] == "concat":
        settings["concatTanh"] = "true"
    ending = {"torch": "pt", "safetensors": "safetensors"}[form]
    files = {f"{file}.{ending}": saved(state, form, step) for file, state in states.items()}
    with torch.no_grad():
        logits = rounded.to(torch.float32)(SOURCE, SOURCE_LENGTHS, TARGET_INPUT)[2]
    tensors = {f"{name}/files/{file}": torch.frombuffer(bytearray(data), dtype=torch.uint8) for file, data in files.items()}
    found = {
        "n_src_words": N_SRC_WORDS,
        "n_tgt_words": N_TGT_WORDS,
        "d_model": model.encoder.rnn.input_size,
        "encoder_layers": config["encoder_layers"],
        "decoder_layers": config["decoder_layers"],
        "bidirectional": config["bidirectional"],
        "rnn_type": config["rnn_type"],
        "attention": config["attention"],
        "recurrent_bias": model.encoder.rnn.bias,
        "generator_bias": model.generator.bias is not None,
    }
    said = {"name": name, "files": list(files), "dtype": dtype, "settings": settings, "config": found}
    return said, tensors | {f"{name}/logits": logits}


def main():
    # Such small models are slower on several threads.
    torch.set_num_threads(1)
    cases, tensors = [], {"source": SOURCE, "source_lengths": SOURCE_LENGTHS, "target_input": TARGET_INPUT}
    combinations = itertools.product(RECURRENT, ATTENTIONS, (False, True), (1, 2))
    schemes, dtypes = list(SCHEMES), list(DTYPES)
    for step, (rnn_type, attention, bidirectional, layers) in enumerate(combinations):
        config = {
            "rnn_type": rnn_type,
            "attention": attention,
            "bidirectional": bidirectional,
            "encoder_layers": layers,
            "decoder_layers": layers if step % 5 else 3 - layers,
        }
        turn = step + step // 4
        model = trained(config, 8, step % 3 != 0, step % 4 >= 2, step)
        scheme, dtype = schemes[turn % 4], dtypes[(step // 2) % 3]
        name = f"{rnn_type}.{attention}.{'both' if bidirectional else 'one'}.{layers}"
        said, more = case(name, model, config, scheme, FORMATS[step % 2], dtype, step)
        cases.append(said)
        tensors |= more
    config = {
        "rnn_type": "gru",
        "attention": "general",
        "bidirectional": True,
        "encoder_layers": 1,
        "decoder_layers": 1,
    }
    for biases in (True, False):
        model = trained(config, 4, biases, biases, 100)
        for step, (form, scheme, dtype) in enumerate(itertools.product(FORMATS, SCHEMES, DTYPES)):
            name = f"{form}.{scheme}.{'biases' if biases else 'no-biases'}.{dtype}"
            said, more = case(name, model, config, scheme, form, dtype, step)
            cases.append(said)
            tensors |= more
    path = HERE / "models.safetensors.gz"
    path.write_bytes(gzip.compress(save(tensors, {"cases": json.dumps(cases)}), mtime=0))
    print(f"{path.name}: {len(cases)} cases, {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
