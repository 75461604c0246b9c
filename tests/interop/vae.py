"""The VAE of PyTorch's examples, under the names it has there."""

import torch
from torch import nn

import safetensors_file
from exchange import answer, enliven, verb_and_folder


class Vae(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(784, 400)
        self.fc21 = nn.Linear(400, 20)
        self.fc22 = nn.Linear(400, 20)
        self.fc3 = nn.Linear(20, 400)
        self.fc4 = nn.Linear(400, 784)

    def encode(self, images):  # [n, 784] -> mean and log variance, [n, 20] each
        h = torch.relu(self.fc1(images))
        return self.fc21(h), self.fc22(h)

    def decode(self, latents):  # [n, 20] -> [n, 784] in [0, 1]
        return torch.sigmoid(self.fc4(torch.relu(self.fc3(latents))))


def main():
    verb, folder = verb_and_folder()
    model = Vae()
    if verb == "run":
        model.load_state_dict(safetensors_file.read(folder / "model.safetensors"))
    elif verb == "make":
        enliven(model)
        safetensors_file.write(folder / "model.safetensors", model.state_dict())

    def outputs(inputs):
        mean, log_variance = model.encode(inputs["images"].reshape(-1, 784))
        images = model.decode(inputs["latents"])
        return {"mean": mean, "log_variance": log_variance, "images": images}

    answer(folder, outputs)


main()
