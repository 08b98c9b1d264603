"""How fast it is, beside what people would use instead; no part of the product."""
