"""Characters per second of full training steps of torch.nn.LSTM on the CPU: forward, cross-entropy, backward, clipping
to global norm 5, Adam; the median of the steps after three that do not count.
Usage: pytorch_train_speed.py CORPUS --hidden 512 --layers 2 --batch 64 --sequence 100 --threads 2 [--steps 20]"""
import argparse
import json
import resource
import statistics
import time

import torch

parser = argparse.ArgumentParser()
parser.add_argument("corpus")
for name, default in [("hidden", 128), ("layers", 2), ("batch", 50), ("sequence", 50), ("threads", 2), ("embedding", 64), ("steps", 20)]:
    parser.add_argument("--" + name, type=int, default=default)
options = parser.parse_args()
torch.manual_seed(0)
torch.set_num_threads(options.threads)

text = open(options.corpus, encoding="utf-8").read()
number = {unit: index for index, unit in enumerate(sorted(set(text)))}
stretch = len(text) // options.batch
ids = torch.tensor([number[unit] for unit in text[: stretch * options.batch]])
streams = ids.view(options.batch, stretch).t().contiguous()

embedding = torch.nn.Embedding(len(number), options.embedding)
lstm = torch.nn.LSTM(options.embedding, options.hidden, options.layers)
decoder = torch.nn.Linear(options.hidden, len(number))
parameters = [p for part in (embedding, lstm, decoder) for p in part.parameters()]
adam = torch.optim.Adam(parameters, lr=2e-3)


def step(at, state):
    inputs, targets = streams[at : at + options.sequence], streams[at + 1 : at + options.sequence + 1]
    output, state = lstm(embedding(inputs), state)
    loss = torch.nn.functional.cross_entropy(decoder(output).flatten(0, 1), targets.flatten())
    adam.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(parameters, 5.0)
    adam.step()
    return tuple(part.detach() for part in state)


state, seconds = None, []
for index in range(options.steps + 3):
    start = time.perf_counter()
    state = step(index * options.sequence % (stretch - options.sequence - 1), state)
    seconds.append(time.perf_counter() - start)

speed = options.batch * options.sequence / statistics.median(seconds[3:])
sizes = [options.embedding] + [options.hidden] * (options.layers - 1)
multiply_adds = sum(4 * options.hidden * (size + options.hidden) for size in sizes) + options.hidden * len(number)
print(json.dumps({
    "tool": "torch " + torch.__version__, **vars(options), "chars_per_second": round(speed),
    "gflops": round(6 * multiply_adds * speed / 1e9, 1),
    "peak_rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
}))
