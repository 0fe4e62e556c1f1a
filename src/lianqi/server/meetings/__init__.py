"""接待日: the meeting that settles what stands on its rung of the ladder."""
