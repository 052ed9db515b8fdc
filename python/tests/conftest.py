"""What several tests need: reports written for them."""

from __future__ import annotations

import pytest

MINISTER = "Lima. El ministro Juan Pérez dijo el lunes que viajará a Chile. “No habrá acuerdo”, negó la vocera 🙂 Ana Ruiz."
STRIKE = "The union said on Monday that dock workers will strike next week. Minister Ann Hart denied it."
HARBOUR = "O ministro João Costa afirmou que o porto poderá fechar em março."


@pytest.fixture(scope="session")
def reports() -> list[dict[str, object]]:
    """Reports in three languages, the last ones no reports."""
    return [
        {"id": "a", "text": MINISTER, "published": "2026-03-02", "publisher": "El Puerto", "language": "es"},
        {"id": "b", "text": STRIKE, "published": "2026-03-03", "publisher": "The Quay", "language": "en"},
        {"id": "c", "text": HARBOUR, "published": "2026-03-04", "publisher": "O Cais", "language": "pt"},
        {"id": "d", "text": "Hola.", "published": "2026-03-05", "publisher": "El Puerto", "language": "xx"},
    ]
