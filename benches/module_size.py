"""Prints what a WebAssembly module is made of: its code by origin, its largest functions, its data.

    cargo build --release --lib --target wasm32-unknown-unknown
    python3 benches/module_size.py target/wasm32-unknown-unknown/release/seqscope.wasm

Takes the module as rustc writes it, whose functions still have names. wasm-bindgen takes the describing functions
(left out here) and the names away, wasm-opt shortens the code by about a tenth.
"""

import re
import sys
from collections import Counter
from pathlib import Path

# The first that occurs in a function's name is its origin.
ORIGINS = [
    ("sorting", r"4sort"),
    ("JSON, safetensors, serde", r"serde_json|safetensors|serde_core|serde\.\.|StoredTokenizer|zmij"),
    ("maps", r"hashbrown|btree|HashMap"),
    ("ndarray", r"7ndarray"),
    ("matrix products", r"matrixmultiply"),
    ("the boundary: web, wasm-bindgen", r"8seqscope3web|^model_|^paintMatrix|^scaleStops|wbindgen|wasm_bindgen|js_sys|wbg"),
    ("the engine: nn, encoder, decoder, search, observe", r"8seqscope(2nn|7encoder|7decoder|6search|7observe)"),
    ("the rest of seqscope", r"seqscope"),
    ("random numbers", r"rand_|4rand"),
    ("numbers as text", r"flt2dec|float_to_decimal|bignum"),
    ("other formatting", r"3fmt|Debug|Display"),
    ("memory", r"dlmalloc|raw_vec|5alloc|drop_in_place"),
    ("the rest of the standard library", r"std|core|compiler_builtins"),
]
DESCRIBING = "__wbindgen_describe"
CUSTOM, IMPORT, CODE, DATA = 0, 2, 10, 11
FUNCTION_NAMES = 1


class Reader:
    def __init__(self, data):
        self.data, self.position = data, 0

    def number(self):
        result = shift = 0
        while True:
            byte = self.data[self.position]
            self.position += 1
            result |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return result

    def take(self, length):
        self.position += length
        return self.data[self.position - length : self.position]

    def text(self):
        return self.take(self.number()).decode()

    def at_end(self):
        return self.position >= len(self.data)


def imported_functions(reader):
    functions = 0
    for _ in range(reader.number()):
        reader.text()
        reader.text()
        if reader.number() == 0:
            reader.number()
            functions += 1
        else:
            sys.exit("only functions are expected among the imports")
    return functions


def function_names(reader):
    names = {}
    while not reader.at_end():
        kind, section = reader.number(), Reader(reader.take(reader.number()))
        if kind == FUNCTION_NAMES:
            for _ in range(section.number()):
                index = section.number()
                names[index] = section.text()
    return names


def main(path):
    reader = Reader(Path(path).read_bytes())
    reader.take(8)
    imported, lengths, names, data = 0, [], {}, 0
    while not reader.at_end():
        kind, section = reader.number(), Reader(reader.take(reader.number()))
        if kind == IMPORT:
            imported = imported_functions(section)
        elif kind == CODE:
            for _ in range(section.number()):
                lengths.append(section.number())
                section.take(lengths[-1])
        elif kind == DATA:
            data = len(section.data)
        elif kind == CUSTOM and section.text() == "name":
            names = function_names(section)
    functions = [(length, names.get(imported + index, "?")) for index, length in enumerate(lengths)]
    functions = [(length, name) for length, name in functions if DESCRIBING not in name]

    sizes = Counter({"data: tables and texts": data})
    for length, name in functions:
        origin = next((origin for origin, pattern in ORIGINS if re.search(pattern, name)), "everything else")
        sizes[origin] += length
    for origin, size in sizes.most_common():
        print(f"{size:8} {origin}")
    print(f"{sum(sizes.values()):8} together\n")
    for length, name in sorted(functions, reverse=True)[:40]:
        print(f"{length:8} {name}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
