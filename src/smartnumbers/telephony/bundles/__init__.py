"""Relocatable programs made of the packages of the distribution, without root and without installing them."""
