"""Text as rows of tokens: vocabularies, the places of question, answer and notes, and what people type."""
