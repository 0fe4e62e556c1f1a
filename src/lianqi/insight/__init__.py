"""ENGINE. Chinese text: what kind of word it is, which class, what repeats, what several enterprises share."""
