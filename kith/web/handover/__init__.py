"""The hand-over between a school and a council: what goes is chosen and seen, what came is settled and answered."""
