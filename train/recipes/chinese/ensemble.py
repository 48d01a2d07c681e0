"""Beam search with several models at once, by the mean of their ln p."""

import torch

from twin import BATCH, END, START, Model

# Pieces of an output, and the mean over the models of its ln p, its end included.
Output = tuple[list[int], float]

NEVER = -1e9


def search(models: list[Model], sources: list[list[int]], beam: int, longest: int = 32) -> list[list[Output]]:
    """For each source at most 2 · `beam` outputs."""
    found: list[list[Output]] = [[] for _ in sources]
    order = sorted(range(len(sources)), key=lambda index: len(sources[index]))
    for first in range(0, len(order), BATCH):
        batch = order[first : first + BATCH]
        for index, outputs in zip(batch, together(models, [sources[index] for index in batch], beam, longest)):
            found[index] = outputs
    return found


@torch.no_grad()
def together(models: list[Model], sources: list[list[int]], beam: int, longest: int) -> list[list[Output]]:
    n_words = len(models[0].target.pieces)
    rows = torch.arange(len(sources)).repeat_interleave(beam)
    encoded = [tuple(part[rows] for part in model.encode(sources)) for model in models]
    states = [None] * len(models)
    # Of each row what it has written and its ln p, by which it is ranked; only one row of a source is alive at first.
    written = torch.full((len(rows), 1), START)
    ln_p = torch.full((len(sources), beam), NEVER)
    ln_p[:, 0] = 0
    done: list[list[Output]] = [[] for _ in sources]
    searching = list(range(len(sources)))
    for _ in range(longest):
        of_pieces = torch.zeros(len(written), n_words)
        for place, model in enumerate(models):
            hidden, states[place] = model.decoder(model.target_embedding[written[:, -1:]], states[place])
            of_pieces += model.written(hidden, encoded[place]).log_softmax(-1) / len(models)
        going = of_pieces.view(len(searching), beam, n_words) + ln_p[..., None]
        best, places = going.view(len(searching), -1).topk(2 * beam)
        from_rows, pieces, next_ln_p, still = [], [], [], []
        for place, (source, of_source, where) in enumerate(zip(searching, best.tolist(), places.tolist())):
            going_on = []
            for found, at in zip(of_source, where):
                row, piece = place * beam + at // n_words, at % n_words
                if found < NEVER / 2 or len(going_on) == beam:
                    break
                if piece == END:
                    done[source].append((written[row, 1:].tolist(), found))
                else:
                    going_on.append((row, piece, found))
            if len(done[source]) < beam and going_on:
                still.append(source)
                going_on += [(*going_on[0][:2], NEVER)] * (beam - len(going_on))
                for row, piece, found in going_on:
                    from_rows.append(row)
                    pieces.append(piece)
                    next_ln_p.append(found)
        if not still:
            break
        from_rows, pieces = torch.tensor(from_rows), torch.tensor(pieces)
        written = torch.cat([written[from_rows], pieces[:, None]], 1)
        states = [tuple(part[:, from_rows].contiguous() for part in state) for state in states]
        encoded = [tuple(part[from_rows] for part in parts) for parts in encoded]
        ln_p, searching = torch.tensor(next_ln_p).view(len(still), beam), still
    return done
