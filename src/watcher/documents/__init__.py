"""What the product writes as JSON: documented, stable forms."""
