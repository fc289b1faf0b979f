"""The families of the stories, by name; what makes each of them worth a look stands beside it."""

from datetime import date

from kith.demo.population import Adult, Child, Household, school_start

OAKMERE, HOLLIN_BRIDGE, ST_WILFRIDS, LARKFIELD = range(4)


def _adult(given: str, family: str, sex: str, relationship: str, responsible: bool = True) -> Adult:
    return Adult(given, family, sex, date(1990, 2, 14), relationship, responsible, "07700 900123")


def _child(given: str, family: str, sex: str, born: date, school: int, **more: str) -> Child:
    return Child(given, more.pop("middle", ""), family, sex, born, school_start(born), school=school, **more)


def _house(
    street: str, town: str, postcode: str, adults: tuple[Adult, ...], *children: Child, **more: bool
) -> Household:
    return Household(street, town, postcode, more.get("protected", False), adults, children)


FAMILIES = (
    # Mia's concern of the first day; her half-brother in the nursery class has another father, who lives with them.
    _house(
        "4 Mill Lane",
        "Oakmere",
        "WX3 1AB",
        (_adult("Dana", "Sole", "F", "mother"), _adult("Craig", "Trask", "M", "step_parent", False)),
        _child("Mia", "Sole", "F", date(2017, 5, 3), OAKMERE, nhs_number="9990001149"),
        _child("Leo", "Trask", "M", date(2023, 1, 12), OAKMERE),
    ),
    # He leaves for Hollin Bridge before Christmas: his file follows him.
    _house("17 Tithe Close", "Oakmere", "WX3 2DE", (_adult("Ines", "Pryce", "F", "mother"),),
        _child("Noah", "Pryce", "M", date(2017, 7, 14), OAKMERE)),
    # Twins: same day, same house, same surname, forenames alike.
    _house(
        "62 Weaver Street",
        "Hollin Bridge",
        "WX5 4GH",
        (_adult("Bisi", "Adeyemi", "F", "mother"), _adult("Tunde", "Adeyemi", "M", "father")),
        _child("Ade", "Adeyemi", "M", date(2018, 3, 9), HOLLIN_BRIDGE),
        _child("Ola", "Adeyemi", "M", date(2018, 3, 9), HOLLIN_BRIDGE),
    ),
    # Two children of one name and one birthday who are not the same child.
    _house("8 Rowan Rise", "Oakmere", "WX3 3FG", (_adult("Kate", "Green", "F", "mother"),),
        _child("Ella", "Green", "F", date(2016, 4, 4), OAKMERE, middle="Rose")),
    _house("131 Station Road", "Saltby", "WX9 7HJ", (_adult("Paula", "Green", "F", "mother"),),
        _child("Ella", "Green", "F", date(2016, 4, 4), OAKMERE, middle="Jane")),
    # In the care of the council, living with a foster carer; excluded in another story.
    _house("25 Garth Avenue", "Thornwick", "WX7 2LN", (_adult("Joan", "Lumb", "F", "foster_carer", False),),
        _child("Jay", "Ko", "M", date(2011, 2, 1), ST_WILFRIDS, former_family="Lane")),
    # A refuge: their address is sealed and must not be told.
    _house("2 Quarry Court", "Marlow Heath", "WX11 5PR", (_adult("Nell", "Carew", "F", "mother"),),
        _child("Rio", "Carew", "M", date(2019, 6, 20), LARKFIELD),
        _child("Nia", "Carew", "F", date(2021, 5, 20), LARKFIELD), protected=True),
    _house("39 Chapel Road", "Wexcombe", "WX1 8QT", (_adult("Rosa", "Varley", "F", "mother"),),
        _child("Tom", "Varley", "M", date(2016, 9, 2), OAKMERE)),
    # Known as something else than the register says, and by another surname until last year.
    _house("70 Ash Drive", "Saltby", "WX9 4ST", (_adult("Ines", "Lund", "F", "mother"),),
        _child("Ava", "Lund", "F", date(2014, 3, 8), ST_WILFRIDS, preferred="Av", former_family="Holm")),
    _house("11 Long Lane", "Great Pellow", "WX14 1TU", (_adult("Mark", "Dray", "M", "father"),),
        _child("Sam", "Dray", "M", date(2009, 11, 30), ST_WILFRIDS)),
)  # fmt: skip
