"""Problems of mathematics: families that draw them, their answers in one form, and when two answers are the same."""
