"""A typed plan as operators, and the step from one batch to the next."""
