"""The held-out loss that torch.nn.LSTM with AdamW reaches on a text in a given time: the peer of `textgen train --time`.

The first nine tenths of the text are learnt in B parallel streams with a carried state, the rate falls along half a
cosine that ends with the time, and the last tenth is scored in one pass. Prints one JSON object; losses in nats."""
import argparse
import json
import math
import time

import torch
from torch import nn
from torch.nn import functional as F

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("corpus")
parser.add_argument("--seconds", type=float, default=60)
parser.add_argument("--hidden", type=int, default=256)
parser.add_argument("--batch", type=int, default=32)
parser.add_argument("--sequence", type=int, default=64)
parser.add_argument("--rate", type=float, default=5e-3)
parser.add_argument("--dropout", type=float, default=0.1)
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--seed", type=int, default=1)
options = parser.parse_args()
torch.manual_seed(options.seed)
torch.set_num_threads(options.threads)

with open(options.corpus, encoding="utf-8", newline="") as file:
    text = file.read().replace("\r\n", "\n")
characters = sorted(set(text))
number = {character: index for index, character in enumerate(characters)}
ids = torch.tensor([number[character] for character in text])
cut = len(ids) * 9 // 10
columns = cut // options.batch
streams = ids[: columns * options.batch].view(options.batch, columns).t().contiguous()
held_out = ids[cut:]

embed = nn.Embedding(len(characters), 64)
lstm = nn.LSTM(64, options.hidden)
drop = nn.Dropout(options.dropout)
decode = nn.Linear(options.hidden, len(characters))
with torch.no_grad():
    lstm.bias_ih_l0.zero_()
    lstm.bias_hh_l0.zero_()
    lstm.bias_ih_l0[options.hidden : 2 * options.hidden] = 1
parameters = [p for module in (embed, lstm, decode) for p in module.parameters()]
optimizer = torch.optim.AdamW(parameters, lr=options.rate, betas=(0.9, 0.99), weight_decay=0.01)


def detached(state):
    return tuple(part.detach() for part in state)


start, place, steps, state = time.monotonic(), 0, 0, None
while (progress := (time.monotonic() - start) / options.seconds) < 1:
    if place + options.sequence >= columns:
        place, state = steps % options.sequence, None
    rate = options.rate * min(1, (steps + 1) / 100) * (1 + math.cos(math.pi * progress)) / 2
    for group in optimizer.param_groups:
        group["lr"] = rate
    chunk = streams[place : place + options.sequence + 1]
    hidden, state = lstm(drop(embed(chunk[:-1])), state)
    loss = F.cross_entropy(decode(drop(hidden)).flatten(0, 1), chunk[1:].flatten())
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    nn.utils.clip_grad_norm_(parameters, 5)
    optimizer.step()
    state, place, steps = detached(state), place + options.sequence, steps + 1

for module in (embed, lstm, drop, decode):
    module.eval()
total, state = 0.0, None
with torch.no_grad():
    for first in range(0, len(held_out) - 1, 4096):
        part = held_out[first : first + 4097]
        hidden, state = lstm(embed(part[:-1]).unsqueeze(1), state)
        total += F.cross_entropy(decode(hidden[:, 0]), part[1:], reduction="sum").item()
print(json.dumps({
    "tool": f"torch {torch.__version__}", "steps": steps, "seconds": options.seconds,
    "held_out_nats": round(total / (len(held_out) - 1), 4)}))
