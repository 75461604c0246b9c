"""Pixels of 256 levels under logistic distributions, by torch.distributions in double precision."""

import torch
from torch.distributions import AffineTransform, SigmoidTransform, TransformedDistribution, Uniform

from exchange import answer, verb_and_folder


def outputs(inputs):
    mean, pixels = inputs["mean"].double(), inputs["pixels"].double()  # [n, c, h, w]
    scale = inputs["log_scale"].double().exp().reshape(-1, 1, 1)
    levels = (255 * pixels).round()
    logistic = TransformedDistribution(
        Uniform(torch.zeros_like(mean), torch.ones_like(mean)),
        [SigmoidTransform().inv, AffineTransform(mean, scale)], validate_args=False)
    upper = torch.where(levels == 255, 1, logistic.cdf((levels + 0.5) / 255))
    lower = torch.where(levels == 0, 0, logistic.cdf((levels - 0.5) / 255))
    nats = -(upper - lower).log().flatten(1).sum(1)
    bits = nats / (torch.log(torch.tensor(2.0).double()) * mean[0].numel())
    return {"nats": nats.float(), "bits_per_dimension": bits.float()}


answer(verb_and_folder()[1], outputs)
