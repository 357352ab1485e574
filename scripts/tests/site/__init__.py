"""Tests of the finished site."""
