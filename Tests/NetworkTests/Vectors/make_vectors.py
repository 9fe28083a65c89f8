"""Writes what PyTorch computes for small networks, for PyTorchVectorsTests.swift.

    python make_vectors.py

writes one file for each network beside this script. Needs torch alone. The committed files were made with
Python 3.11 and torch 2.13.0 on a CPU; a version that draws other weights from the same seeds makes other files, which
are as good.

Each file is one chunk of a training: token ids and targets [T, B], a state that is not zero, two layers of
torch.nn.LSTM between torch.nn.Embedding (or one-hot rows) and torch.nn.Linear, the mean cross-entropy, and its
gradients. With two directions the last step of each one is read, as of windows. Every size is different from every other. Parameters and state are multiples of 1/256, so that they and
the sum of the two biases are exact in Float; PyTorch computes in double, so that a difference is the engine's.
"""

import json
import pathlib

import torch

LAYERS = 2


def values(tensor):
    """The numbers row by row, with ten digits: more than Float holds."""
    return [float(f"{number:.10g}") for number in tensor.detach().reshape(-1).tolist()]


def exact(generator, *shape):
    """Multiples of 1/256 in [-0.75, 0.75]."""
    return torch.randint(-192, 193, shape, generator=generator).double() / 256


def case(
    seed, vocabulary_size, embedding_size, hidden_size, steps, batch_size, projection_size=0, bidirectional=False
):
    generator = torch.Generator().manual_seed(seed)
    embedding = torch.nn.Embedding(vocabulary_size, embedding_size) if embedding_size else None
    lstm = torch.nn.LSTM(
        embedding_size or vocabulary_size, hidden_size, LAYERS, proj_size=projection_size, bidirectional=bidirectional
    )
    directions, output_size = 2 if bidirectional else 1, projection_size or hidden_size
    decoder = torch.nn.Linear(directions * output_size, vocabulary_size)
    modules = torch.nn.ModuleDict({"lstm": lstm, "decoder": decoder})
    if embedding:
        modules["embedding"] = embedding
    modules.double()
    with torch.no_grad():
        for parameter in modules.parameters():
            parameter.copy_(exact(generator, *parameter.shape))
    tokens = torch.randint(vocabulary_size, (steps, batch_size), generator=generator)
    shape = (batch_size,) if bidirectional else (steps, batch_size)
    targets = torch.randint(vocabulary_size, shape, generator=generator)
    hidden = exact(generator, LAYERS * directions, batch_size, output_size).requires_grad_()
    cell = exact(generator, LAYERS * directions, batch_size, hidden_size).requires_grad_()

    inputs = embedding(tokens) if embedding else torch.nn.functional.one_hot(tokens, vocabulary_size).double()
    outputs, (last_hidden, last_cell) = lstm(inputs, (hidden, cell))
    logits = decoder(torch.cat([last_hidden[-2], last_hidden[-1]], dim=1) if bidirectional else outputs)
    loss = torch.nn.functional.cross_entropy(logits.reshape(-1, vocabulary_size), targets.reshape(-1))
    loss.backward()

    named = dict(modules.named_parameters())
    return {
        "vocabularySize": vocabulary_size,
        "embeddingSize": embedding_size,
        "hiddenSizes": [hidden_size] * LAYERS,
        **({"projectionSize": projection_size} if projection_size else {}),
        **({"isBidirectional": True} if bidirectional else {}),
        "steps": steps,
        "batchSize": batch_size,
        "tokens": tokens.reshape(-1).tolist(),
        "targets": targets.reshape(-1).tolist(),
        "parameters": {name: values(parameter) for name, parameter in named.items()},
        "initialState": {"hiddens": [values(h) for h in hidden], "cells": [values(c) for c in cell]},
        "lossNats": values(loss)[0],
        "logits": values(logits),
        "lastState": {"hiddens": [values(h) for h in last_hidden], "cells": [values(c) for c in last_cell]},
        "gradients": {name: values(parameter.grad) for name, parameter in named.items()},
        "initialStateGradients": {
            "hiddens": [values(h) for h in hidden.grad],
            "cells": [values(c) for c in cell.grad],
        },
    }


def main():
    folder = pathlib.Path(__file__).parent
    cases = {
        "embedding": case(1, vocabulary_size=11, embedding_size=3, hidden_size=5, steps=7, batch_size=4),
        "one_hot": case(2, vocabulary_size=7, embedding_size=None, hidden_size=6, steps=5, batch_size=3),
        "projection": case(
            3, vocabulary_size=9, embedding_size=4, hidden_size=7, steps=6, batch_size=2, projection_size=3
        ),
        "bidirectional": case(
            4, vocabulary_size=8, embedding_size=5, hidden_size=4, steps=6, batch_size=3, bidirectional=True
        ),
        "bidirectional_projection": case(
            5, vocabulary_size=6, embedding_size=2, hidden_size=5, steps=4, batch_size=7, projection_size=3,
            bidirectional=True
        ),
    }
    for name, content in cases.items():
        # One key a line, so that a change of the script shows where it changed the numbers.
        lines = [f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in content.items()]
        (folder / f"{name}.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()
