"""What an editor does with a leaflet before anybody asks it: checks it, has examples drafted, and goes through them."""
