"""The only room that imports an SDK: mail, HTTP and, later, the brokers."""
