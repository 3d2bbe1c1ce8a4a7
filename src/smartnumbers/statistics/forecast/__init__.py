"""The forecast of a month from a holder's own days: pure, numpy only, without a clock.

`forecast_month` is the way in. Estimates are floating-point numbers, unlike prices: they are rounded once, at the end.
"""
