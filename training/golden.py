"""Sentences of our own with the float model's reading: the test of every other implementation."""

from __future__ import annotations

import torch

from batching import Pairs, prepare
from corpora.sentence import ENTITY_TAGS, Sentence
from corpora.tokenise import tokens
from decode import viterbi
from evaluate import run
from lemma import apply_script
from model import Model
from schema import Schema
from vocabulary import Vocabulary

TEXTS = {
    "es": [
        "La ministra de Exteriores, Carla Ibarra, aseguró el martes que su país no enviará tropas a la frontera.",
        "Según dos diplomáticos europeos, las delegaciones podrían reunirse en Montevideo antes de fin de mes.",
        "«No vamos a retirar la denuncia», dijo el portavoz de la Federación de Pescadores del Norte.",
        "El presidente Ortega Lima negó haber ordenado la detención de los periodistas.",
        "Miles de personas protestaron ayer en Lisboa contra la subida de los precios del gas.",
        "Se cree que el grupo armado mantiene a doce rehenes en un pueblo cerca de Tombuctú.",
    ],
    "en": [
        "Foreign Minister Carla Ibarra said on Tuesday that her country would not send troops to the border.",
        "According to two European diplomats, the delegations could meet in Montevideo before the end of the month.",
        "“We aren't going to withdraw the complaint,” a spokesman for the Northern Fishing Federation said.",
        "President Ortega Lima denied ordering the arrest of the journalists.",
        "Thousands of people protested in Lisbon yesterday against rising gas prices.",
        "The armed group is believed to be holding twelve hostages in a village near Timbuktu.",
    ],
    "pt": [
        "A ministra disse na terça-feira que o país não enviará tropas para a fronteira.",
        "Segundo dois diplomatas, as delegações podem reunir-se em Brasília antes do fim do mês.",
    ],
    "fr": [
        "La ministre a déclaré mardi que son pays n' enverrait pas de troupes à la frontière.",
        "Selon deux diplomates européens, les délégations pourraient se réunir à Genève avant la fin du mois.",
    ],
}


def words_of(text: str, language: str) -> tuple[list[str], list[bool]]:
    """Words with space flags; the Portuguese contractions used here are divided too."""
    parts = {"pt": {"na": ("em", "a"), "do": ("de", "o")}}.get(language, {})
    words, spaced = [], []
    for token in tokens(text, language):
        pieces = parts.get(token.text, (token.text,))
        words += pieces
        spaced += [token.spaced, *[True] * (len(pieces) - 1)]
    return words, spaced


def build(model: Model, vocabulary: Vocabulary, schema: Schema) -> list[dict]:
    """The golden records."""
    records = []
    for language, texts in TEXTS.items():
        for text in texts:
            words, spaced = words_of(text, language)
            example = prepare(Sentence("own", language, words, spaced), schema)
            _, decoded = next(run(model, [example], vocabulary, schema))
            parts = decoded["tags"]
            cues = [schema.cue_tags[i] for i in viterbi(parts["cue"], schema.cue_tags)]
            attributions = []
            for i, tag in enumerate(cues):
                if tag != "B":
                    continue
                vectors = decoded["vectors"][None]
                with torch.inference_mode():
                    seen = Pairs(torch.tensor([0]), torch.tensor([i + 1]), torch.empty(0))
                    scores = model.head.roles(vectors, seen)[0, 1:].numpy()
                attributions.append({"cue": i, "roles": [schema.role_tags[t] for t in viterbi(scores, schema.role_tags)]})
            argmax = lambda name, labels: [labels[i] for i in parts[name].argmax(-1)]
            records.append({
                "language": language, "words": words, "spaced": spaced,
                "pieces": [vocabulary.encode(w, s) for w, s in zip(words, spaced)],
                "upos": argmax("upos", schema.upos),
                "features": ["|".join(f"{name}={values[parts[f'feature:{name}'][i].argmax()]}" for name, values in schema.features if parts[f"feature:{name}"][i].argmax()) or "_" for i in range(len(words))],
                "lemmas": [apply_script(schema.lemma_scripts[i], w) for i, w in zip(parts["lemma"].argmax(-1), words)],
                "heads": [int(h) for h in decoded["heads"]],
                "deprels": [schema.deprels[i] for i in decoded["labels"]],
                "entities": [ENTITY_TAGS[i] for i in viterbi(parts["entity"], ENTITY_TAGS)],
                "cues": cues, "attributions": attributions,
                "events": argmax("event", schema.event_tags), "types": argmax("type", schema.event_types),
                "certainty": argmax("certainty", schema.certainty), "polarity": argmax("polarity", schema.polarity), "when": argmax("when", schema.when),
                "vector_means": [round(float(v), 4) for v in decoded["vectors"].mean(-1)],
            })
    return records
