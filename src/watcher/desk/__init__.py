"""The record that can be asked, and the writer's desk: tables, comparisons, pictures and documents."""
