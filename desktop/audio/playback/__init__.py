"""From chunks and recordings to the loudspeaker, and what of them was heard."""
