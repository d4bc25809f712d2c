"""What helps an editor: what a leaflet and its curation lack, and what to do about it."""
