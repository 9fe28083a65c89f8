#!/usr/bin/env python3
"""A training in several processes: seconds and bytes a step, on this machine and between hosts made of network namespaces,
and the model of a step, fitted to what was measured, out to 64 hosts.

    make build MPI=1
    Benchmarks/mpi.py local CORPUS              # 1, 2 and 4 processes on this machine
    sudo Benchmarks/mpi.py links CORPUS         # 2 and 4 hosts, over links of 100 Mbit/s, 1 Gbit/s and 10 Gbit/s

Every host is a network namespace with a name of its own, in which mpirun starts a process as it would over ssh. A link has its
rate and its delay from `tc netem`; where the kernel has no netem, its rate alone, from `tc tbf`, and the table says so.
All hosts share the cores of this machine: with more hosts than cores the arithmetic does not become faster, which the model
takes into account. Written tables are Markdown.
"""

import argparse
import json
import math
import os
import statistics
import subprocess
import sys
import tempfile

LINKS = [("100 Mbit/s, 0.1 ms", 1e8, 1e-4), ("1 Gbit/s, 0.1 ms", 1e9, 1e-4), ("10 Gbit/s, 0.05 ms", 1e10, 5e-5)]
AGENT = """#!/bin/sh
host=$1; shift
exec ip netns exec "$host" unshare --uts sh -c 'hostname "$0"; exec sh -c "$*"' "$host" "$@"
"""


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("job", choices=["local", "links"])
    parser.add_argument("corpus")
    parser.add_argument("--program", default=".build/release/textgen", help="built with MPI=1")
    parser.add_argument("--hidden-size", type=int, default=512)
    parser.add_argument("--batch-size", type=int, default=64)
    parser.add_argument("--steps", type=int, default=60)
    parser.add_argument("--processes", type=int, nargs="+", default=[1, 2, 4])
    return parser.parse_args()


def training(options, folder):
    """The command of a training in as many parts as the most processes, whatever their number."""
    return [
        os.path.abspath(options.program), "train", os.path.abspath(options.corpus), "--steps", str(options.steps),
        "--parts", str(max(options.processes)), "--batch-size", str(options.batch_size), "--sequence-length", "64",
        "--hidden-size", str(options.hidden_size), "--cell", "standard", "--ngrams", "1", "--dropout", "0",
        "--evaluate-every", "1000000", "--evaluation-length", "1000", "--rng-seed", "1", "--threads", "1", "--json",
        "--force", "--output", f"{folder}/model.safetensors",
    ]


def environment(yields):
    result = dict(os.environ, OMPI_ALLOW_RUN_AS_ROOT="1", OMPI_ALLOW_RUN_AS_ROOT_CONFIRM="1")
    result["OMPI_MCA_mpi_yield_when_idle"] = "1" if yields else "0"
    return result


def run(command, yields):
    """The seconds of a step, the median of those after the first ten, and what the program says of the model."""
    done = subprocess.run(command, env=environment(yields), capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}\n{done.stderr}")
    events = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    times = [event["seconds"] for event in events if event["event"] == "step"]
    # Times have whole milliseconds: differences of ten steps.
    steps = [(later - earlier) / 10 for earlier, later in zip(times[10:], times[20:])]
    parameters = next(line.split()[-2] for line in done.stderr.splitlines() if line.endswith(" parameters"))
    return statistics.median(steps), int(parameters)


def model_bytes(parameters, count):
    """What a process sends in a step: its nodes' floats but its own slice, and its slice of the weights to all others."""
    return 2 * 4 * parameters * (count - 1) / count


def rounds(count):
    """Messages that wait for each other: two large collectives around a ring, and four small ones along trees."""
    return 0 if count == 1 else 2 * (count - 1) + 4 * math.ceil(math.log2(count))


def local(options, folder):
    cores = os.cpu_count()
    print(f"{cores} cores\n\n| processes | seconds a step | speed-up | efficiency |\n|--:|--:|--:|--:|")
    alone = None
    for count in options.processes:
        seconds, _ = run(["mpirun", "-n", str(count), "--oversubscribe", "--bind-to", "none"] + training(options, folder),
                         count > cores)
        alone = alone or seconds
        useful = min(count, cores)
        print(f"| {count} | {seconds:.4f} | {alone / seconds:.2f} | {alone / seconds / useful:.0%} of {useful} |", flush=True)


def command(*words):
    return subprocess.run(words, capture_output=True, text=True)


class Hosts:
    """Network namespaces around a bridge."""

    def __init__(self, count, rate, delay):
        self.names = [f"tg{number}" for number in range(count)]
        command("ip", "link", "add", "tgbridge", "type", "bridge")
        command("ip", "link", "set", "tgbridge", "up")
        self.has_delay = True
        for number, name in enumerate(self.names):
            command("ip", "netns", "add", name)
            command("ip", "link", "add", f"tgo{number}", "type", "veth", "peer", "name", "eth0", "netns", name)
            command("ip", "link", "set", f"tgo{number}", "master", "tgbridge", "up")
            inside = ["ip", "netns", "exec", name]
            command(*inside, "ip", "addr", "add", f"10.77.0.{number + 1}/24", "dev", "eth0")
            for device in ["eth0", "lo"]:
                command(*inside, "ip", "link", "set", device, "up")
            # What a host sends is slowed down, so that a link has its rate both ways.
            shape = [*inside, "tc", "qdisc", "replace", "dev", "eth0", "root"]
            if command(*shape, "netem", "rate", f"{rate:.0f}", "delay", f"{delay * 1e6:.0f}us", "limit", "100000").returncode:
                self.has_delay = False
                burst = max(16_000, int(rate / 8 / 250))
                slowed = command(*shape, "tbf", "rate", f"{rate:.0f}", "burst", str(burst), "latency", "200ms")
                if slowed.returncode:
                    sys.exit(f"no link can be slowed down here: {slowed.stderr}")

    def sent(self):
        counters = [
            command("ip", "netns", "exec", name, "cat", "/sys/class/net/eth0/statistics/tx_bytes").stdout
            for name in self.names
        ]
        return [int(counter or 0) for counter in counters]

    def close(self):
        # A namespace takes its links away some time after it has gone.
        for number, name in enumerate(self.names):
            command("ip", "link", "del", f"tgo{number}")
            command("ip", "netns", "del", name)
        command("ip", "link", "del", "tgbridge")


def links(options, folder):
    if os.geteuid() != 0:
        sys.exit("network namespaces need root")
    agent, cores = f"{folder}/agent", os.cpu_count()
    with open(agent, "w") as file:
        file.write(AGENT)
    os.chmod(agent, 0o755)
    alone, parameters = run(["mpirun", "-n", "1"] + training(options, folder), False)
    print(f"{parameters} parameters; alone {alone:.4f} s a step; hosts share {cores} cores\n")
    print("| link | hosts | MB a step and host | model | seconds a step | arithmetic | bytes / rate | rounds | s a round |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|--:|", flush=True)
    fitted = []
    for name, rate, delay in LINKS:
        latencies = []
        for count in [count for count in options.processes if count > 1]:
            hosts = Hosts(count, rate, delay)
            try:
                before = hosts.sent()
                addresses = ",".join(hosts.names)
                launch = [
                    agent, hosts.names[0], "mpirun", "-n", str(count), "--host", addresses, "--mca", "plm_rsh_agent", agent,
                    "--mca", "btl", "tcp,self", "--mca", "btl_tcp_if_include", "eth0", "--mca", "oob_tcp_if_include", "eth0",
                    "--mca", "pml", "ob1", "--bind-to", "none",
                ]
                seconds, _ = run(launch + training(options, folder), count > cores)
                sent = statistics.mean(b - a for a, b in zip(before, hosts.sent())) / options.steps
            finally:
                hosts.close()
            arithmetic, moving = alone / min(count, cores), model_bytes(parameters, count) * 8 / rate
            latency = max(0, seconds - arithmetic - moving) / rounds(count)
            latencies.append(latency)
            shown = name if hosts.has_delay else name.split(",")[0]
            print(
                f"| {shown} | {count} | {sent / 1e6:.2f} | {model_bytes(parameters, count) / 1e6:.2f} | {seconds:.4f} | "
                f"{arithmetic:.4f} | {moving:.4f} | {rounds(count)} | {latency:.6f} |", flush=True)
        fitted.append((shown, rate, statistics.mean(latencies)))
    print("\nThe model out to 64 hosts with as many cores as this machine has, of as many parts: seconds a step, and efficiency\n")
    counts = [1, 2, 4, 8, 16, 32, 64]
    print("| link | " + " | ".join(str(count) for count in counts) + " |\n|---" + "|--:" * len(counts) + "|")
    for name, rate, latency in fitted:
        times = [alone / n + model_bytes(parameters, n) * 8 / rate + rounds(n) * latency for n in counts]
        print(f"| {name} | " + " | ".join(f"{t:.4f}, {alone / n / t:.0%}" for n, t in zip(counts, times)) + " |")


if __name__ == "__main__":
    options = arguments()
    with tempfile.TemporaryDirectory() as folder:
        {"local": local, "links": links}[options.job](options, folder)
