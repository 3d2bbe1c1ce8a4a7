"""Mail: what is sent, and handing it to a mail server over SMTP."""
