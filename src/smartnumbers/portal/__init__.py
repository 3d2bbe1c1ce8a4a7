"""The web pages for holders and operators: views, forms, templates, static files."""
