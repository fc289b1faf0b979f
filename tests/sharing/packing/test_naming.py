"""Which words of a file may name somebody else: as people write in haste, and no more often than needed."""

from kith.sharing.packing.naming import PUPIL, STAFF, Names, find, of_several, without

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


def asked(text, names):
    return [one.word for one in find([text], names)]


def test_a_middle_name_or_surname_that_somebody_else_bears_is_asked_about():
    names = Names(
        {"james": {"cole"}, "tom": {"smith"}}, own=frozenset({"noah"}), own_more=frozenset({"james", "smith"})
    )
    assert asked("James punched Noah. Smith saw it.", names) == ["James", "Smith"]
    assert asked("Noah James Smith ran, then Noah Smith fell", names) == [], "the control: the child's whole name"
    plain = without("Noah Smith ran. James Cole and Smith saw it.", find(["James, Smith"], names), names)
    assert plain == "Noah Smith ran. [another pupil] and [another pupil] saw it."


def test_apostrophes_hyphens_and_accents_are_written_as_it_happens():
    names = Names(
        {"sean": {"obrien"}, "zoe": {"hart"}, "jamie": {"lee fox"}, "lee": {"jamie fox"}, "ann": {"smith jones"}}
    )
    for text in (
        "O’Brien hit him",
        "O'Brien hit him",
        "O‘Brien hit him",
        "Zoe hit him",
        "Zoë hit him",
        "Zoe\u0308 hit him",
    ):
        assert len(asked(text, names)) == 1, text
    for text in ("Jamie-Lee Fox hit him", "Jamie Lee Fox hit him", "Jones hit him", "Smith-Jones hit him"):
        (found,) = find([text], names)
        assert without(text, [found], names) == "[another pupil] hit him"
    both = "O'Brien’s coat, and O’Brien"
    assert without(both, find([both], names), names) == "[another pupil]’s coat, and [another pupil]"
    assert asked("He hit the jones-like wall of Hartlepool", Names({"zoe": {"hart"}})) == []


def test_a_surname_that_only_stands_near_its_forename_is_asked_about_too():
    assert told("Zed saw Brown.") == [("Zed", PUPIL), ("Brown", PUPIL)]


def test_a_short_surname_is_asked_about_with_a_capital():
    names = Names({"mei": {"so"}})
    assert asked("Then So hit him", names) == ["So"] and asked("and so he fell", names) == []


def test_a_member_of_staff_with_the_childs_forename_is_asked_about_after_a_title():
    names = Names(staff={"james": {"ann"}}, own=frozenset({"james"}))
    assert asked("Mr. James saw it", names) == ["James"] and asked("James saw it", names) == []
    assert without("Mr. James saw James", find(["Mr. James"], names), names) == "[a member of staff] saw James"


def test_a_first_name_of_a_colleague_is_asked_about_with_the_rest_of_it():
    assert told("She told Jan, and jan marsh rang") == [("Jan", STAFF)]
    plain = without("She told Jan, and jan marsh rang", find(["Jan"], NAMES), NAMES)
    assert plain == "She told [a member of staff], and [a member of staff] rang"
    assert told("She told Janet") == [], "the control: it is another word"
    assert asked("I saw it", Names(staff={"ibarra": {"i"}})) == [], "an initial is a word like any other"


def test_two_names_beside_one_another_are_taken_out_as_one():
    """And the control: two people apart are two."""
    names = Names({"ruby": {"allen"}, "yusuf": {"patel"}})
    text = "Ruby Patel told me, and Ruby and Patel saw it."
    plain = without(text, find([text], names), names)
    assert plain == "[another pupil] told me, and [another pupil] and [another pupil] saw it."


def test_in_words_about_two_children_neither_is_asked_about():
    """And the control: in words about one the other is."""
    one = Names({"zed": {"brown"}, "mia": {"sole"}}, own=frozenset({"noah"}))
    other = Names({"noah": {"pryce"}, "mia": {"sole"}}, own=frozenset({"zed"}), own_more=frozenset({"brown"}))
    text = "Noah and Zed Brown ran, Mia saw it."
    assert asked(text, of_several([one, other])) == ["Mia"]
    assert asked(text, one) == ["Zed", "Mia"]
