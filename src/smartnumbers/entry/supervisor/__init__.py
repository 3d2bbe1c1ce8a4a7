"""`smartnumbers run`: starts the product's processes, watches them, starts again what dies, and ends all of them.

The supervisor does no work of its own and loads neither Django nor the call path, so there is little in it that could
fail; and when it is killed all the same, the kernel ends its children with it.
"""
