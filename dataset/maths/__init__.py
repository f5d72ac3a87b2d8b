"""Problems of mathematics: drawing them, checking them by sympy, reading real sets, and comparing answers."""
