"""What is alike between two children, fact by fact, and what facts say together. The rule (`judging`) asks these."""

from dataclasses import dataclass

from kith.people.likeness import Likeness

__all__ = ["Evidence", "Names"]


@dataclass(frozen=True, slots=True)
class Names:
    """How two names compare: forename, surname, and how a reviewer is told what is not the same."""

    forename: Likeness
    surname: Likeness
    words: str = ""
    # Each stands in the other's column.
    swapped: bool = False
    # One letter, where it makes another child's name: Ella and Bella, Louis and Louise, as twins are called.
    of_two: bool = False
    # Forenames that might be one badly written, but Christina and Christopher too: for a person to look at.
    resembles: bool = False
    # Each forename is the other's middle name.
    turned: bool = False
    # One is the first letters of the other: a form that no list has.
    clipped: bool = False

    @property
    def same(self) -> bool:
        return self.forename is Likeness.SAME and self.surname is Likeness.SAME

    @property
    def fits(self) -> bool:
        """Both parts are the same or close."""
        return self.swapped or (self.forename.fits and self.surname.fits)

    @property
    def might_fit(self) -> bool:
        """The surname fits, and the forename might be one of two badly written: somebody should look."""
        return self.surname.fits and (self.forename.fits or self.resembles)

    @property
    def speaks(self) -> bool:
        """The forename speaks for one child; another one, and a slip that makes another, do not."""
        return self.swapped or (self.forename.fits and not self.of_two)

    @property
    def might_be(self) -> bool:
        """The forename does not speak against it: it is left out, or badly written."""
        return self.speaks or self.resembles or self.forename is Likeness.UNKNOWN

    @property
    def nearness(self) -> int:
        """How well a name fits beside that of another child’s: the very name, close to it, the forename alone."""
        return 3 if self.same else 2 if self.alike else int(self.speaks)

    @property
    def alike(self) -> bool:
        """One part is the same and the other close enough to join two children; two slips or twins' names are not."""
        return self.swapped or (self.fits and not self.of_two and Likeness.SAME in (self.forename, self.surname))


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is alike between two children, fact by fact."""

    number: Likeness
    name: Names
    middle: Likeness
    birth: Likeness
    # The postcode, and the line of the address that names the street.
    home: Likeness
    street: Likeness = Likeness.UNKNOWN
    # A number no check digit guards, so that a slip makes it another's: it helps, and settles nothing.
    other_number: Likeness = Likeness.UNKNOWN
    # One is written down as a boy and one as a girl.
    other_sex: bool = False

    @property
    def of_two(self) -> bool:
        """A brother and a sister: nobody joins them for a form of a name. Of one forename they are two children all the
        same, unless home or number says that the sex is a slip."""
        one = self.name.forename is Likeness.SAME and (
            self.at_home or Likeness.SAME in (self.number, self.other_number)
        )
        return self.other_sex and not one

    @property
    def beside(self) -> tuple[bool, bool, bool]:
        """What speaks for one of two children who both have the very name and birthday."""
        return self.number is Likeness.SAME, self.at_home, self.same_middle

    @property
    def around(self) -> int:
        """How many of surname, street and postcode are the same or close: what a family has in common."""
        return (self.name.swapped or self.name.surname.fits) + self.street.fits + self.home.fits

    @property
    def same_other_number(self) -> bool:
        return self.other_number is Likeness.SAME

    @property
    def same_by_other_number(self) -> bool:
        """A number no check guards, with what no brother, sister or twin has: the birthday and the forename."""
        if not self.same_other_number or self.other_middle:
            return False
        if self.birth is Likeness.UNKNOWN:
            return self.name.speaks and self.around >= 2
        unsaid = self.name.forename is Likeness.UNKNOWN
        return self.birth.fits and (self.around >= 1 if self.name.speaks else unsaid and self.around >= 2)

    @property
    def same_in_most(self) -> bool:
        """The birthday, and three of surname, street, postcode and the other number; the forename speaks for it."""
        known = self.name.speaks and self.born_same and not self.other_middle
        return known and self.around + self.other_number.fits >= 3

    @property
    def close_by_other_number(self) -> bool:
        """Somebody should look, also under another forename: a twin may have been given the number."""
        same = self.same_other_number and self.born_same
        return same or (self.other_number.fits and self.name.speaks + self.birth.fits + self.around >= 2)

    @property
    def close_in_most(self) -> bool:
        """Enough is alike that somebody should look, and no other forename speaks against it."""
        if self.name.forename is Likeness.SAME and self.born_same:
            return self.around >= 1
        known = self.name.speaks or (self.name.might_be and self.birth.fits)
        return known and self.birth.fits + self.around >= 3

    @property
    def at_home(self) -> bool:
        return self.home is Likeness.SAME

    @property
    def same_middle(self) -> bool:
        return self.middle is Likeness.SAME

    @property
    def both_forenames(self) -> bool:
        """The middle name and the forename speak for one child: no two of a family are called by the same two."""
        return self.name.turned or (self.same_middle and self.name.speaks)

    @property
    def other_middle(self) -> bool:
        """Both have one and they differ; or one goes by the other's, and so has another forename."""
        return not self.name.turned and (self.middle is Likeness.DIFFERENT or self.name.forename is Likeness.MIDDLE)

    @property
    def born_same(self) -> bool:
        return self.birth is Likeness.SAME

    @property
    def born_close(self) -> bool:
        return self.birth.is_close
