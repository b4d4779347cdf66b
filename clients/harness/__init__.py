"""What the tests stand on: the built server, TLS in front of it, people who use its HTTP API, bots as processes."""
