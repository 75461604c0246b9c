"""Reference implementation of akin::metrics: the definitions, in NumPy with whole matrices.

    python3 reference_metrics.py FOLDER

reads the points of FOLDER/inputs.safetensors and the texts of FOLDER/texts.json and prints the
metrics as JSON.
"""

import json
import pathlib
import struct
import sys

import numpy as np


def read_points(path):
    """The tensors of a safetensors file, all F32."""
    data = path.read_bytes()
    (size,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8:8 + size])
    points = {}
    for name, entry in header.items():
        if name != "__metadata__":
            begin, end = entry["data_offsets"]
            flat = np.frombuffer(data[8 + size + begin:8 + size + end], dtype="<f4")
            points[name] = flat.reshape(entry["shape"]).astype(np.float64)
    return points


def distances(a, b):
    return np.sqrt(((a[:, None, :] - b[None, :, :]) ** 2).sum(-1))


def frechet(a, b):
    product = np.cov(a.T) @ np.cov(b.T)
    root = np.sqrt(np.maximum(np.linalg.eigvals(product).real, 0)).sum()
    means = ((a.mean(0) - b.mean(0)) ** 2).sum()
    return means + np.trace(np.cov(a.T)) + np.trace(np.cov(b.T)) - 2 * root


def kid(x, y):
    m = len(x)
    k = lambda a, b: (a @ b.T / a.shape[1] + 1) ** 3
    within = k(x, x).sum() - np.trace(k(x, x)) + k(y, y).sum() - np.trace(k(y, y))
    return within / (m * (m - 1)) - 2 * k(x, y).mean()


def radii(points, k):
    return np.sort(distances(points, points), axis=1)[:, k]


def neighbourhoods(real, generated):
    d = distances(real, generated)
    dense = d < radii(real, 5)[:, None]
    return {
        "precision": (d <= radii(real, 3)[:, None]).any(0).mean(),
        "recall": (d <= radii(generated, 3)[None, :]).any(1).mean(),
        "density": dense.sum() / (5 * len(generated)),
        "coverage": dense.any(1).mean(),
    }


def data_copying(training, test, generated, centroids):
    cell = lambda points: distances(points, centroids).argmin(1)
    of_training, of_test, of_generated = cell(training), cell(test), cell(generated)
    total = mass = 0.0
    for c in range(len(centroids)):
        members = training[of_training == c]
        a, b = generated[of_generated == c], test[of_test == c]
        m, n = len(a), len(b)
        if m <= 20 or n == 0:
            continue
        ours, theirs = distances(a, members).min(1), distances(b, members).min(1)
        difference = ours[:, None] - theirs[None, :]
        u = (difference > 0).sum() + (difference == 0).sum() / 2
        z = (u - (n * m / 2 - 0.5)) / np.sqrt(n * m * (n + m + 1) / 12)
        total += n / len(test) * z
        mass += n / len(test)
    return {"c_t": total / mass, "test_mass": mass}


def copy_rate(training, test, generated):
    ours, theirs = distances(generated, training).min(1), distances(test, training).min(1)
    closer_than = (theirs[None, :] > ours[:, None]).mean(1)
    return (closer_than >= 0.999).mean()


def authenticity(training, generated):
    d = distances(generated, training)
    between = distances(training, training)
    np.fill_diagonal(between, np.inf)
    return (d.min(1) > between.min(1)[d.argmin(1)]).mean()


def novelty(samples, training, n):
    """Share of the n-grams of characters that are not in the training text."""
    known = {training[i:i + n] for i in range(len(training) - n + 1)}
    ngrams = [s[i:i + n] for s in samples for i in range(len(s) - n + 1)]
    return sum(ngram not in known for ngram in ngrams) / len(ngrams)


def text_copy_rate(samples, training, length):
    copied = 0
    for sample in samples:
        inside = [False] * len(sample)
        for i in range(len(sample) - length + 1):
            if sample[i:i + length] in training:
                inside[i:i + length] = [True] * length
        copied += sum(inside)
    return copied / sum(map(len, samples))


def main():
    folder = pathlib.Path(sys.argv[1])
    points = read_points(folder / "inputs.safetensors")
    texts = json.loads((folder / "texts.json").read_text(encoding="utf-8"))
    real, generated, training = points["real"], points["generated"], points["training"]
    metrics = {
        "frechet": frechet(real, generated),
        "kid": kid(real, generated),
        **neighbourhoods(real, generated),
        **data_copying(training, real, generated, points["centroids"]),
        "copy_rate": copy_rate(training, real, generated),
        "authenticity": authenticity(training, generated),
        "text_copy_rate": text_copy_rate(texts["samples"], texts["training"], 50),
    }
    for length in (5, 8, 12, 16, 24, 32, 50):
        metrics[f"novel {length}"] = novelty(texts["samples"], texts["training"], length)
    print(json.dumps({name: float(value) for name, value in metrics.items()}))


if __name__ == "__main__":
    main()
