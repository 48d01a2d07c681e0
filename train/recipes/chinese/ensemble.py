"""Beam search with several models at once, by the mean of their ln p; words that a lexicon asks for can have a bonus."""

import torch

from twin import BATCH, END, START, Model

# Pieces of an output, and the mean over the models of its ln p, its end included.
Output = tuple[list[int], float]

NEVER = -1e9


def search(
    models: list[Model],
    sources: list[list[int]],
    beam: int,
    wanted: list[list[list[int]]] | None = None,
    bonus: float = 0.0,
    longest: int = 32,
) -> list[list[Output]]:
    """For each source at most 2 · `beam` outputs.

    Of each source some words can be `wanted`, each as the pieces that would say it. They rank `bonus` nats higher until an
    output has one of them: a lexicon has a say at every step, after Arthur, Neubig and Nakamura 2016 (incorporating
    discrete translation lexicons into neural machine translation).
    """
    found: list[list[Output]] = [[] for _ in sources]
    order = sorted(range(len(sources)), key=lambda index: len(sources[index]))
    for first in range(0, len(order), BATCH):
        batch = order[first : first + BATCH]
        of_batch = [wanted[index] if wanted else [] for index in batch]
        for index, outputs in zip(batch, together(models, [sources[i] for i in batch], beam, of_batch, bonus, longest)):
            found[index] = outputs
    return found


@torch.no_grad()
def together(models, sources, beam, wanted, bonus, longest) -> list[list[Output]]:
    n_words = len(models[0].target.pieces)
    rows = torch.arange(len(sources)).repeat_interleave(beam)
    encoded = [tuple(part[rows] for part in model.encode(sources)) for model in models]
    states = [None] * len(models)
    # Of each row what it has written, its ln p, and what it is ranked by; only one row of a source is alive at first.
    written, ln_p = torch.full((len(rows), 1), START), torch.zeros(len(rows))
    ranks = torch.full((len(sources), beam), NEVER)
    ranks[:, 0] = 0
    # Which word of the source, counted from 1, a piece would say.
    says = torch.zeros(len(rows), n_words, dtype=torch.int8)
    for source, words in enumerate(wanted):
        for number, pieces in enumerate(words, 1):
            says[source * beam : (source + 1) * beam, pieces] = number
    done: list[list[Output]] = [[] for _ in sources]
    searching = list(range(len(sources)))
    for _ in range(longest):
        of_pieces = torch.zeros(len(written), n_words)
        for place, model in enumerate(models):
            hidden, states[place] = model.decoder(model.target_embedding[written[:, -1:]], states[place])
            of_pieces += model.written(hidden, encoded[place]).log_softmax(-1) / len(models)
        ranked = (of_pieces + bonus * (says > 0)).view(len(searching), beam, n_words) + ranks[..., None]
        best, places = ranked.view(len(searching), -1).topk(2 * beam)
        at_end = (ln_p + of_pieces[:, END]).tolist()
        from_rows, pieces, next_ranks, still = [], [], [], []
        for place, (source, of_source, where) in enumerate(zip(searching, best.tolist(), places.tolist())):
            going_on = []
            for rank, at in zip(of_source, where):
                row, piece = place * beam + at // n_words, at % n_words
                if rank < NEVER / 2 or len(going_on) == beam:
                    break
                if piece == END:
                    done[source].append((written[row, 1:].tolist(), at_end[row]))
                else:
                    going_on.append((row, piece, rank))
            if len(done[source]) < beam and going_on:
                still.append(source)
                going_on += [(*going_on[0][:2], NEVER)] * (beam - len(going_on))
                for row, piece, rank in going_on:
                    from_rows.append(row)
                    pieces.append(piece)
                    next_ranks.append(rank)
        if not still:
            break
        from_rows, pieces = torch.tensor(from_rows), torch.tensor(pieces)
        ln_p = ln_p[from_rows] + of_pieces[from_rows, pieces]
        written = torch.cat([written[from_rows], pieces[:, None]], 1)
        says = says[from_rows]
        said = says.gather(1, pieces[:, None])
        says[(says == said) & (said > 0)] = 0
        states = [tuple(part[:, from_rows].contiguous() for part in state) for state in states]
        encoded = [tuple(part[from_rows] for part in parts) for parts in encoded]
        ranks, searching = torch.tensor(next_ranks).view(len(still), beam), still
    return done
