"""The rival: the same decoder sampling from a static key-value cache in PyTorch.

It is run by index.ts, which sends one JSON request a line and reads one JSON answer a line.
"""

import json
import sys
import time

import torch
from torch.nn import functional as F


class Decoder:
    def __init__(self, c):
        self.c = c
        flat = torch.frombuffer(bytearray(open(c["weights"], "rb").read()), dtype=torch.float32)
        width, size, heads, kv, ffn = c["width"], c["headSize"], c["heads"], c["keyValueHeads"], c["feedForward"]
        layer = [(width,), ((heads + 2 * kv) * size, width), (width, heads * size), (width,), (2 * ffn, width), (width, ffn)]
        shapes = [(c["vocabularySize"], width), *(s for _ in range(c["layers"]) for s in layer), (width,), (c["vocabularySize"], width)]
        parts = iter([p.view(s) for s, p in zip(shapes, flat.split([torch.Size(s).numel() for s in shapes]))])
        self.embedding = next(parts)
        self.layers = [[next(parts) for _ in layer] for _ in range(c["layers"])]
        self.norm, self.head = next(parts), next(parts)
        angle = torch.arange(c["capacity"])[:, None] * c["ropeTheta"] ** (-torch.arange(size // 2) / (size // 2))
        self.cos, self.sin = torch.cat([angle, angle], -1).cos(), torch.cat([angle, angle], -1).sin()
        self.caches = {}

    def cache(self, batch):
        c = self.c
        shape = (2 * c["layers"], batch, c["keyValueHeads"], c["capacity"], c["headSize"])
        return self.caches.setdefault(batch, torch.zeros(shape))

    def forward(self, tokens, cos, sin, cache, attend):
        """tokens [batch, length] → logits of the last position. `attend` writes the cache and reads it."""
        c = self.c
        batch, length = tokens.shape
        heads, kv, size = c["heads"], c["keyValueHeads"], c["headSize"]
        x = F.embedding(tokens, self.embedding)
        for i, (norm1, qkv, o, norm2, gate_up, down) in enumerate(self.layers):
            h = F.linear(F.rms_norm(x, (c["width"],), norm1, c["epsilon"]), qkv)
            h = h.view(batch, length, heads + 2 * kv, size).transpose(1, 2)
            qk, v = h.split([heads + kv, kv], 1)
            qk = qk * cos + torch.cat([-qk[..., size // 2 :], qk[..., : size // 2]], -1) * sin
            q, k = qk.split([heads, kv], 1)
            r = attend(q, k, v, cache[2 * i], cache[2 * i + 1])
            x = x + F.linear(r.transpose(1, 2).reshape(batch, length, -1), o)
            gate, up = F.linear(F.rms_norm(x, (c["width"],), norm2, c["epsilon"]), gate_up).chunk(2, -1)
            x = x + F.linear(F.silu(gate) * up, down)
        return F.linear(F.rms_norm(x[:, -1], (c["width"],), self.norm, c["epsilon"]), self.head)

    def prefill(self, tokens, cache):
        length = tokens.shape[1]

        def attend(q, k, v, keys, values):
            keys[:, :, :length] = k
            values[:, :, :length] = v
            return F.scaled_dot_product_attention(q, k, v, is_causal=True, enable_gqa=q.shape[1] != k.shape[1])

        return self.forward(tokens, self.cos[:length], self.sin[:length], cache, attend)

    def step(self, tokens, position, cache):
        """One token a row, the cache read as far as it is written."""
        end = position + 1

        def attend(q, k, v, keys, values):
            keys[:, :, position:end] = k
            values[:, :, position:end] = v
            shared = q.shape[1] != k.shape[1]
            return F.scaled_dot_product_attention(q, keys[:, :, :end], values[:, :, :end], enable_gqa=shared)

        return self.forward(tokens, self.cos[position:end], self.sin[position:end], cache, attend)


def sample(logits):
    """A token a row and ln of its probability; the race of exponentials is what multinomial does, without its checks."""
    logprobs = F.log_softmax(logits, -1)
    tokens = (logprobs.exp() / torch.empty_like(logprobs).exponential_()).argmax(-1, keepdim=True)
    return tokens, logprobs.gather(-1, tokens)


def generate(decoder, prompts, count):
    cache = decoder.cache(prompts.shape[0])
    token, logprob = sample(decoder.prefill(prompts, cache))
    tokens, logprobs = [token], [logprob]
    for position in range(prompts.shape[1], prompts.shape[1] + count - 1):
        token, logprob = sample(decoder.step(token, position, cache))
        tokens.append(token)
        logprobs.append(logprob)
    return torch.cat(tokens, 1).tolist(), torch.cat(logprobs, 1).tolist()


def greedy(decoder, prompts, count):
    cache = decoder.cache(prompts.shape[0])
    token = decoder.prefill(prompts, cache).argmax(-1, keepdim=True)
    tokens = [token]
    for position in range(prompts.shape[1], prompts.shape[1] + count - 1):
        token = decoder.step(token, position, cache).argmax(-1, keepdim=True)
        tokens.append(token)
    return torch.cat(tokens, 1).tolist()


def main():
    torch.set_num_threads(int(sys.argv[1]))
    decoders = {}
    print(json.dumps({"torch": torch.__version__}), flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        size, batch, count = request["size"], request["batch"], request["count"]
        name = size["name"]
        decoder = decoders.get(name) or decoders.setdefault(name, Decoder(size))
        if "greedy" in request:
            print(json.dumps({"tokens": greedy(decoder, torch.tensor(request["greedy"]), count)}), flush=True)
            continue
        times = []
        for _ in range(request["rounds"]):
            prompts = torch.randint(2, size["vocabularySize"], (batch, request["prompt"]))
            start = time.perf_counter()
            generate(decoder, prompts, count)
            times.append(1000 * (time.perf_counter() - start))
        print(json.dumps({"times": times}), flush=True)


with torch.inference_mode():
    main()
