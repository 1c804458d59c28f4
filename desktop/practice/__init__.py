"""The embedded practice service: the public contracts, on loopback, in a process of its own. `server.py` joins it all."""
