"""Prints what PyTorch's AdamW makes of three parameters in six steps, for OptimizerTests.swift.

    python make_optimizer_vectors.py

prints the rows of the test's literal values, a step a line. Needs torch alone. The committed values were printed with
Python 3.11 and torch 2.15.0 on a CPU.

The rate rises over the steps as in a warm-up; the gradients change their signs and sizes, and one is zero at times.
PyTorch computes in double, so that a difference is the engine's.
"""

import torch

START = [0.5, -1.25, 2.0]
GRADIENTS = [
    [0.5, -0.25, 0.0],
    [0.25, 0.75, 0.0],
    [-1.5, 0.125, 3.0],
    [0.0625, -2.0, -0.5],
    [0.0, 0.5, 0.25],
    [1.0, -0.375, 0.0],
]
RATE, DECAY, BETA2 = 0.01, 0.1, 0.99


def steps(beta1):
    parameter = torch.nn.Parameter(torch.tensor(START, dtype=torch.float64))
    optimizer = torch.optim.AdamW([parameter], lr=RATE, betas=(beta1, BETA2), eps=1e-8, weight_decay=DECAY)
    for step, gradient in enumerate(GRADIENTS):
        optimizer.param_groups[0]["lr"] = RATE * (step + 1) / len(GRADIENTS)
        parameter.grad = torch.tensor(gradient, dtype=torch.float64)
        optimizer.step()
        yield parameter.tolist()


def main():
    for beta1 in (0.9, 0.8):
        print(f"beta1 = {beta1}")
        for row in steps(beta1):
            print("  [" + ", ".join(f"{value:.10f}" for value in row) + "],")


if __name__ == "__main__":
    main()
