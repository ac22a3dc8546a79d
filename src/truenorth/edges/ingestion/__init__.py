"""Events that programs deliver: on the disk before they are acknowledged, by the thousand.

A delivery with a token is taken in front of Django by `config.deliveries`; one of somebody who is signed in comes by
the route in `api`. Both call `deliver`.
"""
