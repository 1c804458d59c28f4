"""From the microphone to frames: echo, voice, interruptions."""
