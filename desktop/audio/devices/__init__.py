"""Which microphones and loudspeakers there are, as they come and go."""
