"""Figures about the product, each beside a floor and a naive way, taken in one run.

`python -m benchmarks [NAME ...]` prints them; docs/performance.md tells how to read them.
Nothing here fails: a figure that misses its goal is printed as missed.
"""
