"""How documents word things: who asked whom, numbers, dates, identifiers, questions and answers."""
