"""What a conversation is and how it proceeds. Pure: no clock, no thread, no I/O, no third party.

Open `step.py` first: it begins with the table of phases.
"""
