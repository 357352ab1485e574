"""The tests: one module for each module of the handbook, and the built site walked in site/."""
