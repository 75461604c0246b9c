"""nanoGPT keeps its characters outside of the checkpoint, in data/.../meta.pkl.

Called with a folder, writes such a file there as its prepare.py does, and from it the
tokenizer.json of a run.
"""

import json
import pathlib
import pickle
import sys


def prepare(path, text):
    characters = sorted(set(text))
    meta = {
        "vocab_size": len(characters),
        "itos": dict(enumerate(characters)),
        "stoi": {c: i for i, c in enumerate(characters)},
    }
    path.write_bytes(pickle.dumps(meta))


def convert(meta_path, tokenizer_path):
    meta = pickle.loads(meta_path.read_bytes())  # a pickle can run code: only of your own making
    characters = [meta["itos"][i] for i in range(meta["vocab_size"])]
    tokenizer_path.write_text(json.dumps({"kind": "characters", "vocabulary": characters}))


folder = pathlib.Path(sys.argv[1])
prepare(folder / "meta.pkl", (folder / "input.txt").read_text(encoding="utf-8"))
convert(folder / "meta.pkl", folder / "tokenizer.json")
