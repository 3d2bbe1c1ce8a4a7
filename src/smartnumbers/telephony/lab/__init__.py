"""The lab: a second private Asterisk that plays the carrier and the telephones. Real SIP, real RTP, over loopback."""
