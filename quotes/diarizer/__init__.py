"""Whose voice is heard where: narrator, sound bites, interpreters and labelled turns of a transcript."""
