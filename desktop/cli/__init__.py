"""The command line: the same parts as the window's, without Qt."""
