"""Code sets and lists that hold nothing personal: data without Django."""
