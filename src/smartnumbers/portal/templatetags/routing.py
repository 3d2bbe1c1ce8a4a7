"""How the templates of the routing editor write boxes to tick."""

from django import template
from django.forms.boundfield import BoundWidget
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def tick_box(box: BoundWidget) -> SafeString:
    """One box of a choice of several, with the look of the portal's boxes."""
    box.data["attrs"]["class"] = "form-check-input"
    return box.tag(wrap_label=False)
