"""What mail servers say, and what it means: written from knowledge of the servers before the rules were."""
