"""The dialogues of the guard, one file each: a pure flow from answers to an act."""
