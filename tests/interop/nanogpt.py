"""The Transformer of nanoGPT, under the names it has there, without biases as in its recipes.

FOLDER/shape.json holds the arguments of Gpt(). "make" writes what torch.save would put under
"model"; the verbs that begin with "make-" write the same weights as people come to have them.
"""

import json
import math

import torch
from torch import nn
from torch.nn import functional

import safetensors_file
from exchange import answer, verb_and_folder


class LayerNorm(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))

    def forward(self, x):
        return functional.layer_norm(x, self.weight.shape, self.weight, None, 1e-5)


class Attention(nn.Module):
    def __init__(self, width, heads, context, has_mask):
        super().__init__()
        self.heads = heads
        self.c_attn = nn.Linear(width, 3 * width, bias=False)
        self.c_proj = nn.Linear(width, width, bias=False)
        mask = torch.tril(torch.ones(1, 1, context, context))
        self.register_buffer("bias", mask, persistent=has_mask)  # in files of slow attention

    def forward(self, x):  # [n, t, width]
        n, t, width = x.shape
        thirds = self.c_attn(x).split(width, 2)
        q, k, v = (y.view(n, t, self.heads, -1).transpose(1, 2) for y in thirds)
        scores = q @ k.transpose(2, 3) / math.sqrt(width // self.heads)  # [n, heads, t, t]
        scores = scores.masked_fill(self.bias[:, :, :t, :t] == 0, -math.inf)
        y = torch.softmax(scores, 3) @ v  # [n, heads, t, width / heads]
        return self.c_proj(y.transpose(1, 2).reshape(n, t, width))


class Mlp(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.c_fc = nn.Linear(width, 4 * width, bias=False)
        self.c_proj = nn.Linear(4 * width, width, bias=False)

    def forward(self, x):
        return self.c_proj(functional.gelu(self.c_fc(x)))


class Block(nn.Module):
    def __init__(self, width, heads, context, has_mask):
        super().__init__()
        self.ln_1 = LayerNorm(width)
        self.attn = Attention(width, heads, context, has_mask)
        self.ln_2 = LayerNorm(width)
        self.mlp = Mlp(width)

    def forward(self, x):
        x = x + self.attn(self.ln_1(x))
        return x + self.mlp(self.ln_2(x))


class Gpt(nn.Module):
    def __init__(self, vocabulary, context, layers, heads, width, has_mask=False):
        super().__init__()
        self.transformer = nn.ModuleDict({
            "wte": nn.Embedding(vocabulary, width),
            "wpe": nn.Embedding(context, width),
            "h": nn.ModuleList(Block(width, heads, context, has_mask) for _ in range(layers)),
            "ln_f": LayerNorm(width),
        })
        self.lm_head = nn.Linear(width, vocabulary, bias=False)
        self.lm_head.weight = self.transformer.wte.weight  # tied

    def forward(self, tokens):  # [n, t] -> logits [n, t, vocabulary]
        x = self.transformer.wte(tokens) + self.transformer.wpe(torch.arange(tokens.shape[1]))
        for block in self.transformer.h:
            x = block(x)
        return self.lm_head(self.transformer.ln_f(x))


def draw(model):
    torch.manual_seed(1)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.normal_(1 if parameter.dim() == 1 else 0, 0.2)


def written(verb, model):
    """The state_dict as a file may hold it."""
    weights = dict(model.state_dict())
    if verb == "make-compiled":  # torch.compile() wraps the model before nanoGPT saves it
        return {"_orig_mod." + name: tensor for name, tensor in weights.items()}
    if verb == "make-shared":  # save_model() of the safetensors package keeps one of two names
        del weights["transformer.wte.weight"]
    if verb == "make-untied":
        weights["lm_head.weight"] = weights["lm_head.weight"] + 1
    if verb == "make-transposed":  # GPT-2's Conv1D has [in, out]
        return {name: t.T if ".c_" in name else t for name, t in weights.items()}
    if verb == "make-half":
        return {name: tensor.bfloat16() for name, tensor in weights.items()}
    return weights


def main():
    verb, folder = verb_and_folder()
    shape = json.loads((folder / "shape.json").read_text())
    model = Gpt(**shape, has_mask=verb == "make-masked")
    if verb == "run":
        model.load_state_dict(safetensors_file.read(folder / "model.safetensors"))
    else:
        draw(model)
        safetensors_file.write(folder / "model.safetensors", written(verb, model))
        if verb == "make-half":
            model.load_state_dict({k: v.bfloat16().float() for k, v in model.state_dict().items()})
    answer(folder, lambda inputs: {"logits": model(inputs["tokens"][None])[0]})


main()
