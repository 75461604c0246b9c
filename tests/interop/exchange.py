"""What the scripts beside this one share. Each is called as

    python3 SCRIPT.py VERB FOLDER

"run" takes FOLDER/model.safetensors into a model defined here, "make" draws one and writes that
file. Both then write to outputs.safetensors what the model makes of inputs.safetensors.
"""

import pathlib
import sys

import torch

import safetensors_file


def verb_and_folder():
    verb, folder = sys.argv[1:]
    return verb, pathlib.Path(folder)


def enliven(model):
    """Numbers at which every parameter and statistic matters; fresh norms could be missing."""
    torch.manual_seed(1)
    for tensor in model.state_dict().values():
        if tensor.is_floating_point():
            tensor.copy_(torch.rand_like(tensor) * 0.1 + (0.95 if tensor.dim() == 1 else -0.05))
        else:
            tensor.fill_(7)


def answer(folder, outputs):
    """outputs: inputs -> outputs, both tensors by name."""
    inputs = safetensors_file.read(folder / "inputs.safetensors")
    with torch.no_grad():
        safetensors_file.write(folder / "outputs.safetensors", outputs(inputs))
