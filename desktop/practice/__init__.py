"""The embedded practice service: the public contracts, on loopback, in a process of its own. Open `server.py` first."""
