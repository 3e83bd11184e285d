"""Penstock: real-time analytics on perishable events, in one Python process."""
