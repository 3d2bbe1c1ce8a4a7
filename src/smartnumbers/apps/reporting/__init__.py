"""Asking the statistics within what an access covers, and what people keep of it: saved views, own KPIs, exports."""
