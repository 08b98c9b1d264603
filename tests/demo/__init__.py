"""The invented site, its reports and the story told over them."""
