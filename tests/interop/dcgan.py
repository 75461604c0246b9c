"""The DCGAN of PyTorch's C++ examples, defined in Python under the names it has there."""

import torch
from torch import nn

import safetensors_file
from exchange import answer, enliven, verb_and_folder


class Generator(nn.Module):
    def __init__(self, latent_dim=100):
        super().__init__()
        self.conv1 = nn.ConvTranspose2d(latent_dim, 256, 4, bias=False)
        self.batch_norm1 = nn.BatchNorm2d(256)
        self.conv2 = nn.ConvTranspose2d(256, 128, 3, stride=2, padding=1, bias=False)
        self.batch_norm2 = nn.BatchNorm2d(128)
        self.conv3 = nn.ConvTranspose2d(128, 64, 4, stride=2, padding=1, bias=False)
        self.batch_norm3 = nn.BatchNorm2d(64)
        self.conv4 = nn.ConvTranspose2d(64, 1, 4, stride=2, padding=1, bias=False)

    def forward(self, latents):  # [n, latent_dim, 1, 1] -> [n, 1, 28, 28] in [-1, 1]
        x = torch.relu(self.batch_norm1(self.conv1(latents)))
        x = torch.relu(self.batch_norm2(self.conv2(x)))
        x = torch.relu(self.batch_norm3(self.conv3(x)))
        return torch.tanh(self.conv4(x))


def discriminator():  # [n, 1, 28, 28] in [-1, 1] -> [n, 1, 1, 1] in [0, 1]
    return nn.Sequential(
        nn.Conv2d(1, 64, 4, stride=2, padding=1, bias=False),
        nn.LeakyReLU(0.2),
        nn.Conv2d(64, 128, 4, stride=2, padding=1, bias=False),
        nn.BatchNorm2d(128),
        nn.LeakyReLU(0.2),
        nn.Conv2d(128, 256, 4, stride=2, padding=1, bias=False),
        nn.BatchNorm2d(256),
        nn.LeakyReLU(0.2),
        nn.Conv2d(256, 1, 3, bias=False),
        nn.Sigmoid(),
    )


def load(halves, weights):
    """akin's file holds both halves, each behind its name."""
    for half, module in halves.items():
        prefix = half + "."
        module.load_state_dict(
            {k[len(prefix):]: v for k, v in weights.items() if k.startswith(prefix)})


def save(halves):
    return {
        f"{half}.{k}": v for half, module in halves.items() for k, v in module.state_dict().items()
    }


def from_archives(folder):
    """What torch::save wrote in C++, as that example does, are archives of TorchScript."""
    return {
        half: torch.jit.load(str(folder / f"{half}-checkpoint.pt"))
        for half in ("generator", "discriminator")
    }


def main():
    verb, folder = verb_and_folder()
    halves = {"generator": Generator(), "discriminator": discriminator()}
    if verb == "run":
        load(halves, safetensors_file.read(folder / "model.safetensors"))
    elif verb == "make":
        for module in halves.values():
            enliven(module)
    elif verb == "convert":
        load(halves, save(from_archives(folder)))
    if verb != "run":
        safetensors_file.write(folder / "model.safetensors", save(halves))
    for module in halves.values():
        module.eval()
    answer(folder, lambda inputs: {
        "images": halves["generator"](inputs["latents"][:, :, None, None]),
        "belief": halves["discriminator"](inputs["images"]).flatten(),
    })


main()
