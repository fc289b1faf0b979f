"""What areas rely on for answers of a special category: a condition of Article 9 of the UK GDPR, as the Data Protection
Act 2018 (section 10, Schedule 1) allows it."""

__all__ = ["SAFEGUARDING", "SOCIAL_CARE", "SOCIAL_PROTECTION", "STATUTORY"]

SOCIAL_PROTECTION = (
    "UK GDPR, Article 9(2)(b), and Data Protection Act 2018, section 10 and Schedule 1, paragraph 1: "
    "law on social protection"
)
SOCIAL_CARE = (
    "UK GDPR, Article 9(2)(h), and Data Protection Act 2018, section 10 and Schedule 1, paragraph 2: "
    "health or social care"
)
STATUTORY = (
    "UK GDPR, Article 9(2)(g), and Data Protection Act 2018, section 10 and Schedule 1, paragraph 6: "
    "a function conferred by law"
)
SAFEGUARDING = (
    "UK GDPR, Article 9(2)(g), and Data Protection Act 2018, section 10 and Schedule 1, paragraph 18: "
    "safeguarding of children and of individuals at risk"
)
