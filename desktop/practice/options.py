"""What a practice service is started with."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ChatEndpoint:
    """An OpenAI-compatible chat service that plays the partner. The key may be empty."""

    base_url: str
    model: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class ServiceOptions:
    """All of it. `token` is the secret of this start; port 0 lets the system choose."""

    data_dir: Path
    token: str
    port: int = 0
    quirks: bool = False
    drop_after: int = 0
    """Cut the transport once per conversation after so many exchanges; 0 never."""
    stub_speech: bool = False
    measure: bool = False
    """Give the loop's lag at /health."""
    pause_s: float = 0.8
    """Silence that ends a learner's turn."""
    seed: int | None = None
    """Makes the scripted partner the same in every talk; None: as varied as can be."""
    chat: ChatEndpoint | None = None
