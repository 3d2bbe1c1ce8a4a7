"""How well the forecast of a month does: tried on holders that are made up, day by day, and on the demo's history."""
