"""Changing the document of a routing plan, one step at a time: what the editor of the portal does when somebody draws.

Every function takes a plan document (the JSON form of `core.routing.plan`, see `core.routing.planning`) and gives a new
one back; the old one is left as it was. What cannot be done is refused with the field it stands in and a stable code.
"""
