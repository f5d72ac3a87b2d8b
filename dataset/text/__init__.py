"""Text as rows of tokens: vocabularies, the positions of question, answer and notes, and reading typed questions."""
