"""The templates of every mail, as text and HTML, and of the pages for readers."""
