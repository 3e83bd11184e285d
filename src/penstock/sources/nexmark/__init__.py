"""The events of the Nexmark benchmark: people, auctions and bids of an online auction house."""
