"""Metrics of colour images by NumPy in double precision, from their pixels."""

import pathlib
import sys

import numpy as np
import torch

from exchange import answer, verb_and_folder

sys.path.append(str(pathlib.Path(__file__).parents[1] / "metrics"))
from reference_metrics import distances, frechet, kid, neighbourhoods  # noqa: E402


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
               "neighbourhoods": list(neighbourhoods(real, samples).values()), "nearest": nearest}
    return {name: torch.tensor(np.asarray(value)).float() for name, value in numbers.items()}


answer(verb_and_folder()[1], outputs)
