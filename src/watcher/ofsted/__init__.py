"""All about Ofsted: its pages, labels, reports and grades, and the councils it inspects. Pure."""
