"""How dates and figures are written, the same in all four languages: Swiss (22.11.2026, 14:32, 1'234.50)."""
