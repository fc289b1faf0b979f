"""What is packed of a child for somebody outside, as pages show it: it knows neither the next school nor an agency."""
