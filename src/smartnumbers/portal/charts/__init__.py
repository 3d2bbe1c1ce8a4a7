"""Charts drawn by the server: SVG whose words stay words, whose marks are links, with the figures as a table beside.

Every drawing measures in per cent of its frame, so that nothing but the shapes stretches. Colours are classes, because
the portal's pages forbid inline styles and have two themes; that is also why no charting library draws here: those for
Python write styles and scripts into the drawing, and words that shrink on a telephone.

A template shows a drawing with `{% include drawing.template with chart=drawing %}`.
"""
