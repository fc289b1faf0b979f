"""What a controller makes different in an area: for the administrator, and about no child."""
