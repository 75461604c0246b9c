"""Metrics of colour images by NumPy in double precision, from their pixels."""

import numpy as np
import torch

from exchange import answer, verb_and_folder


def frechet(x, y):
    product = np.cov(x, rowvar=False) @ np.cov(y, rowvar=False)
    root = np.sqrt(np.maximum(np.linalg.eigvals(product).real, 0)).sum()
    traces = np.cov(x, rowvar=False).trace() + np.cov(y, rowvar=False).trace()
    return np.square(x.mean(0) - y.mean(0)).sum() + traces - 2 * root


def kid(x, y):
    def kernel(a, b):
        return (a @ b.T / a.shape[1] + 1) ** 3
    n = len(x)
    within = sum(kernel(a, a).sum() - np.trace(kernel(a, a)) for a in (x, y))
    return within / (n * (n - 1)) - 2 * kernel(x, y).mean()


def distances(a, b):
    return np.sqrt(np.square(a[:, None] - b[None]).sum(2))


def neighbourhoods(real, generated):
    def radii(points, k):
        return np.sort(distances(points, points), 1)[:, k]  # the first is the point itself
    d = distances(real, generated)
    precision = (d <= radii(real, 3)[:, None]).any(0).mean()
    recall = (d <= radii(generated, 3)[None]).any(1).mean()
    inside = d < radii(real, 5)[:, None]
    return [precision, recall, inside.sum() / (5 * len(generated)), inside.any(1).mean()]


def outputs(inputs):
    pixels = {name: inputs[name].double().numpy().reshape(len(inputs[name]), -1) / 255
              for name in ("training", "real", "samples")}
    mean = pixels["training"].mean(0)
    # The principal components of the training images, up to their signs.
    values, vectors = np.linalg.eigh(np.cov(pixels["training"], rowvar=False))
    directions = vectors[:, np.argsort(values)[::-1][:64]]
    real, samples = ((pixels[name] - mean) @ directions for name in ("real", "samples"))
    nearest = distances(pixels["samples"], pixels["training"]).min(1)
    numbers = {"frechet": [frechet(real, samples)], "kid": [kid(real, samples)],
               "neighbourhoods": neighbourhoods(real, samples), "nearest": nearest}
    return {name: torch.tensor(np.asarray(value)).float() for name, value in numbers.items()}


answer(verb_and_folder()[1], outputs)
