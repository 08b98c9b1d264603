"""All that Ofsted does: pages, labels, reports, grades, authorities."""
