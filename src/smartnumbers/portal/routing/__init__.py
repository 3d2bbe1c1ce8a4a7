"""The routing editor: a number's plan as a week, its rules, its treatments, and how a draft becomes what holds."""
