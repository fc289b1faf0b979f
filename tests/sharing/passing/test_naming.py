"""Which words of a file may name somebody else: as people write in haste, and no more often than needed."""

from kith.sharing.passing.naming import PUPIL, STAFF, Names, find, without

NAMES = Names(
    {"zed": {"brown"}, "will": {"okoro"}, "mary": {"de souza"}}, {"marsh": {"jan"}}, frozenset({"noah", "pryce"})
)


def told(*texts):
    return [(one.word, one.who) for one in find(texts, NAMES)]


def test_a_name_in_small_letters_is_asked_about_and_taken_out():
    assert told("zed hit noah in the yard") == [("zed", PUPIL)]
    assert without("zed hit noah", find(["zed hit noah"], NAMES), NAMES) == "[another pupil] hit noah"
    assert told("miss marsh came") == [("marsh", STAFF)]


def test_a_name_that_is_an_ordinary_word_is_asked_about_with_a_capital_alone():
    assert told("he will come") == []
    assert told("Will came") == [("Will", PUPIL)]
    assert told("a brown coat") == []


def test_a_surname_by_itself_is_asked_about_and_taken_out():
    assert told("Okoro hit him") == [("Okoro", PUPIL)]
    assert told("brown saw it, and Brown told us") == [("Brown", PUPIL)]
    plain = without("Okoro hit him, then will okoro ran", find(["Okoro hit him"], NAMES), NAMES)
    assert plain == "[another pupil] hit him, then [another pupil] ran"


def test_a_surname_after_its_own_forename_is_asked_about_once():
    assert told("Zed Brown saw it") == [("Zed", PUPIL)]


def test_a_surname_after_a_forename_that_is_left_alone_is_asked_about():
    assert told("will okoro ran") == [("okoro", PUPIL)]


def test_each_part_of_a_surname_is_looked_for():
    assert told("the Souza girl saw it") == [("Souza", PUPIL)]
    assert told("Mary de Souza saw it") == [("Mary", PUPIL)]


def test_the_childs_own_names_are_never_asked_about():
    assert told("noah pryce saw Pryce") == []
