"""From an empty installation to somebody who can sign in, by the verbs alone."""

from django.urls import resolve

from kith.organisations.models import Post
from kith.reference.roles import Role
from kith.tenancy import tenancy
from kith.tenancy.models import Controller
from tests.rooms import lines


def test_a_trust_its_school_and_its_lead(kith, tmp_path) -> None:
    def tell(*words: str) -> str:
        ran = kith(*words)
        assert ran.returncode == 0, ran.stderr
        return str(ran.stdout)

    tell("open", "alder", "--kind", "trust", "--name", "Alder Trust")
    tell("place", "oak", "--controller", "alder", "--kind", "school", "--name", "Oak Primary", "--laestab", "8999001")
    given = ("--controller", "alder", "--place", "8999001", "--role", "dsl")
    said = tell("post", "Ines@oak.example", *given, "--name", "Ines Okafor")
    assert said.startswith("Ines Okafor is Designated safeguarding lead of Oak Primary.")
    assert resolve("/" + said.strip().split("/", 3)[3]).url_name == "new_password"
    trust = Controller.objects.get(slug="alder")
    with tenancy(trust.id, system="clock"):
        (post,) = Post.objects.all()
        assert (Role(post.role), post.organisation.files_of.slug) == (Role.DSL, "oak")
    assert {"holder.add", "organisation.add", "post.grant"} <= {action for action, _ in lines(trust.id)}
    (tmp_path / "words").write_text("Look only at what your work needs.")
    assert tell("agreement", str(tmp_path / "words")) == "In force now: version 1.\n"


def test_what_is_missing_or_taken_is_said(kith) -> None:
    assert kith("open", "oak", "--kind", "school", "--name", "Oak Primary").returncode == 0
    again = kith("open", "oak", "--kind", "school", "--name", "Oak Primary")
    assert (again.returncode, again.stderr) == (1, "oak is there already. Choose another short name.\n")
    nowhere = kith("post", "a@oak.example", "--controller", "oak", "--place", "Elm", "--role", "dsl", "--name", "A")
    assert (nowhere.returncode, nowhere.stderr) == (1, "Elm is no place here. There are: Oak Primary.\n")
    nobody = kith("post", "b@oak.example", "--controller", "oak", "--place", "Oak Primary", "--role", "dsl")
    assert (nobody.returncode, nobody.stderr) == (1, "b@oak.example has no account yet: give their name too.\n")
    assert "There is no elm here" in kith("place", "x", "--controller", "elm", "--kind", "school", "--name", "X").stderr
