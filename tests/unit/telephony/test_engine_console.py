"""What Asterisk prints on its console is read."""

from smartnumbers.telephony.asterisk.console import Seen, read_contacts, read_registrations

CONTACTS = """vm/22904/22.10.1+dfsg+~cs6.17.60671434-1

  Contact:  <Aor/ContactUri..............................> <Hash....> <Status> <RTT(ms)..>
==========================================================================================

  Contact:  carrier-1/sip:127.0.0.1:45070                  373b4e1f1f Avail         1.337
  Contact:  carrier-2/sip:[2001:db8::1]:45999;transport=tl b50c466f13 Unavail        -nan
  Contact:  carrier-3/sip:192.0.2.1:5060                   0a0c466f13 NonQual        -nan

Objects found: 3
"""

REGISTRATIONS = """vm/22904/22.10.1+dfsg+~cs6.17.60671434-1

 <Registration/ServerURI..............................>  <Auth....................>  <Status.......>
==========================================================================================

 carrier-1/sip:127.0.0.1:45070                           carrier-1                   Registered        (exp. 3s)
 carrier-2/sip:[2001:db8::1]:45999                       carrier-2                   Rejected          (exp. 4s)
 carrier-3/sip:192.0.2.1:5060                            carrier-3                   Unregistered

Objects found: 3
"""


def test_contacts_tell_who_is_reachable_and_how_far_away() -> None:
    assert read_contacts(CONTACTS) == {
        "carrier-1": Seen(True, 1.337),
        "carrier-2": Seen(False, None),
        "carrier-3": Seen(None, None),
    }


def test_registrations_tell_their_state() -> None:
    assert read_registrations(REGISTRATIONS) == {
        "carrier-1": "Registered",
        "carrier-2": "Rejected",
        "carrier-3": "Unregistered",
    }


def test_of_nothing_nothing_is_read() -> None:
    assert read_contacts("No objects found.\n") == {}
    assert read_registrations("No objects found.\n") == {}
