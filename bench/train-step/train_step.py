"""The rival: the same decoder, loss and optimizer in PyTorch, eager and compiled, on the same weights and data.

It is run by index.ts, which sends one JSON request a line and reads one JSON answer a line. With `--golden FILE`
it instead writes what the test of the decoder compares with.
"""

import json
import math
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F


class Layer(nn.Module):
    def __init__(self, c):
        super().__init__()
        width, size = c["width"], c["headSize"]
        self.heads, self.kv, self.size, self.epsilon = c["heads"], c["keyValueHeads"], size, c["epsilon"]
        linear = lambda i, o: nn.Linear(i, o, bias=False)
        self.norm1 = nn.Parameter(torch.empty(width))
        self.qkv = linear(width, (self.heads + 2 * self.kv) * size)
        self.o = linear(self.heads * size, width)
        self.norm2 = nn.Parameter(torch.empty(width))
        self.gate_up = linear(width, 2 * c["feedForward"])
        self.down = linear(c["feedForward"], width)

    def forward(self, x, cos, sin):
        batch, length, width = x.shape
        h = F.rms_norm(x, (width,), self.norm1, self.epsilon)
        q, k, v = self.qkv(h).split([self.heads * self.size, self.kv * self.size, self.kv * self.size], -1)
        split = lambda t, n: t.view(batch, length, n, self.size).transpose(1, 2)
        q, k, v = rotate(split(q, self.heads), cos, sin), rotate(split(k, self.kv), cos, sin), split(v, self.kv)
        o = F.scaled_dot_product_attention(q, k, v, is_causal=True, enable_gqa=self.heads != self.kv)
        x = x + self.o(o.transpose(1, 2).reshape(batch, length, -1))
        gate, up = self.gate_up(F.rms_norm(x, (width,), self.norm2, self.epsilon)).chunk(2, -1)
        return x + self.down(F.silu(gate) * up)


class Decoder(nn.Module):
    """Parameters in the order of the flat vector."""

    def __init__(self, c):
        super().__init__()
        self.c = c
        self.embedding = nn.Embedding(c["vocabularySize"], c["width"])
        self.layers = nn.ModuleList([Layer(c) for _ in range(c["layers"])])
        self.norm = nn.Parameter(torch.empty(c["width"]))
        self.head = nn.Linear(c["width"], c["vocabularySize"], bias=False)
        half = c["headSize"] // 2
        angle = torch.arange(c["length"])[:, None] * c["ropeTheta"] ** (-torch.arange(half) / half)
        self.register_buffer("cos", torch.cat([angle, angle], -1).cos())
        self.register_buffer("sin", torch.cat([angle, angle], -1).sin())

    def ordered(self):
        """nn.Module lists a module's own parameters before its children's; the flat vector does not."""
        per_layer = [[l.norm1, l.qkv.weight, l.o.weight, l.norm2, l.gate_up.weight, l.down.weight] for l in self.layers]
        return [self.embedding.weight, *(p for l in per_layer for p in l), self.norm, self.head.weight]

    def load(self, flat):
        with torch.no_grad():
            for p, part in zip(self.ordered(), flat.split([p.numel() for p in self.ordered()])):
                p.copy_(part.view_as(p))

    def forward(self, tokens, targets):
        x = self.embedding(tokens)
        for layer in self.layers:
            x = layer(x, self.cos, self.sin)
        logits = self.head(F.rms_norm(x, (self.c["width"],), self.norm, self.c["epsilon"]))
        return F.cross_entropy(logits.view(-1, self.c["vocabularySize"]), targets.view(-1))


def rotate(x, cos, sin):
    a, b = x.chunk(2, -1)
    return x * cos + torch.cat([-b, a], -1) * sin


class Trainer:
    def __init__(self, c, flat, tokens, targets, compiled=False):
        self.net = Decoder(c)
        self.net.load(flat)
        self.tokens, self.targets = tokens, targets
        self.loss = torch.compile(self.net) if compiled else self.net
        b = c["adam"]
        self.optimizer = torch.optim.AdamW(
            self.net.parameters(), lr=b["learningRate"], betas=(b["beta1"], b["beta2"]), eps=b["epsilon"],
            weight_decay=0.0, fused=True,
        )

    def step(self):
        self.optimizer.zero_grad(set_to_none=True)
        loss = self.loss(self.tokens, self.targets)
        loss.backward()
        self.optimizer.step()
        return loss.detach()

    def gradients(self):
        self.optimizer.zero_grad(set_to_none=True)
        self.net(self.tokens, self.targets).backward()
        return [p.grad.flatten() for p in self.net.ordered()]


def trainer(size, compiled):
    floats = torch.frombuffer(bytearray(open(size["weights"], "rb").read()), dtype=torch.float32)
    ids = torch.frombuffer(bytearray(open(size["data"], "rb").read()), dtype=torch.int64)
    tokens, targets = ids.view(2, size["batch"], size["length"])
    return Trainer(size, floats, tokens, targets, compiled)


def serve(threads):
    torch.set_num_threads(threads)
    trainers = {}
    print(json.dumps({"torch": torch.__version__, "threads": torch.get_num_threads()}), flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        key = (request["size"]["name"], request["compiled"])
        if key not in trainers:
            trainers[key] = trainer(request["size"], request["compiled"])
        times, losses = [], []
        for _ in range(request["steps"]):
            start = time.perf_counter()
            loss = trainers[key].step().item()
            times.append((time.perf_counter() - start) * 1e3)
            losses.append(loss)
        print(json.dumps({"times": times, "losses": losses}), flush=True)


GOLDEN = {
    "vocabularySize": 11, "width": 16, "layers": 2, "heads": 4, "keyValueHeads": 2, "headSize": 8, "feedForward": 24,
    "context": 8, "ropeTheta": 100.0, "epsilon": 1e-5, "tied": False, "batch": 3, "length": 5,
    "adam": {"learningRate": 0.01, "beta1": 0.9, "beta2": 0.95, "epsilon": 1e-8},
}


def golden(path):
    """Losses of four steps, and of the first gradient, per parameter, its norm and its product with cos(0, 1, …).

    Weights: 0.3·sin(1 + i) in matrices, 1 + 0.3·sin(1 + i) in norms; token i is 7·i mod 11, its target 3·i + 1 mod 11.
    """
    c = GOLDEN
    count = c["batch"] * c["length"]
    i = torch.arange(count)
    tokens, targets = (7 * i % 11).view(c["batch"], -1), ((3 * i + 1) % 11).view(c["batch"], -1)
    net = Decoder(c)
    size = sum(p.numel() for p in net.parameters())
    flat = 0.3 * torch.sin(1 + torch.arange(size, dtype=torch.float64))
    start = 0
    for p in net.ordered():
        if p.dim() == 1:
            flat[start : start + p.numel()] += 1
        start += p.numel()
    run = Trainer(c, flat.float(), tokens, targets)
    reference = Trainer(c, flat.float(), tokens, targets)
    reference.net.double()
    gradients = []
    for g in reference.gradients():
        pattern = torch.cos(torch.arange(g.numel(), dtype=torch.float64))
        gradients.append({"norm": g.norm().item(), "product": (g @ pattern).item()})
    losses = [run.step().item() for _ in range(4)]
    config = {key: value for key, value in c.items() if key not in ("batch", "length", "adam")}
    record = {
        "source": f"bench/train-step/train_step.py --golden, torch {torch.__version__}",
        "config": config, "batch": c["batch"], "length": c["length"], "adam": c["adam"],
        "losses": losses, "gradients": gradients,
    }
    with open(path, "w") as file:
        json.dump(record, file, indent=2)
        file.write("\n")


if __name__ == "__main__":
    if sys.argv[1] == "--golden":
        golden(sys.argv[2])
    else:
        serve(int(sys.argv[1]))
