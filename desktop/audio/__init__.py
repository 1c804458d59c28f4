"""Sound in, sound out; a stranger to the network. Runs in a process of its own: open `engine_client.py` first."""
