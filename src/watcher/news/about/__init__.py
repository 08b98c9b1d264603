"""What an article is about: councils, edits, copies, and the inspection it joins. Pure."""
