"""Lemma scripts: a lemma as a string rule over its form, so that a classifier can choose it.

`l2|ar`: lowercase the form, drop its last 2 characters (Unicode code points), add "ar".
`k0|`: the form as it stands, nothing dropped, nothing added.
`k` is used only where the lemma holds an upper-case letter; the stripped part is what follows the
longest common prefix of (lowercased) form and lemma.
"""

from __future__ import annotations


def script_of(form: str, lemma: str) -> str:
    """The rule that turns `form` into `lemma`."""
    kind, base = ("l", form.lower()) if lemma == lemma.lower() else ("k", form)
    common = 0
    while common < min(len(base), len(lemma)) and base[common] == lemma[common]:
        common += 1
    return f"{kind}{len(base) - common}|{lemma[common:]}"


def apply_script(script: str, form: str) -> str:
    """The lemma that a rule gives; a form too short for the rule is returned as the rule's base."""
    head, _, suffix = script.partition("|")
    base = form.lower() if head[0] == "l" else form
    strip = int(head[1:])
    return base if strip > len(base) else base[: len(base) - strip] + suffix
