"""Characters per second of torch.nn.LSTM on the CPU, one stream, one character at a time, sampled at temperature 0.8;
the best of three. Usage: pytorch_sample_speed.py --hidden 512 --layers 2 --threads 2"""
import argparse
import json
import time

import torch

parser = argparse.ArgumentParser()
for name, default in [("hidden", 128), ("layers", 2), ("threads", 1), ("vocabulary", 65), ("embedding", 64), ("length", 400)]:
    parser.add_argument("--" + name, type=int, default=default)
options = parser.parse_args()
torch.set_num_threads(options.threads)

embedding = torch.nn.Embedding(options.vocabulary, options.embedding)
lstm = torch.nn.LSTM(options.embedding, options.hidden, options.layers)
decoder = torch.nn.Linear(options.hidden, options.vocabulary)

token, state = torch.zeros(1, 1, dtype=torch.long), None
seconds = []
with torch.inference_mode():
    for _ in range(3):
        start = time.perf_counter()
        for _ in range(options.length):
            output, state = lstm(embedding(token), state)
            probabilities = torch.softmax(decoder(output[0, 0]) / 0.8, dim=0)
            token = torch.multinomial(probabilities, 1).view(1, 1)
        seconds.append(time.perf_counter() - start)

speed = options.length / min(seconds)
print(json.dumps({"tool": "torch " + torch.__version__, **vars(options), "chars_per_second": round(speed)}))
