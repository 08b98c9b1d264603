"""The templates of every mail: text and HTML of the same view model."""
