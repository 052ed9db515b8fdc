"""Readers of the training and evaluation corpora: one module a corpus, each yielding `Sentence`s."""
