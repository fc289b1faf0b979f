"""Short and full forms of forenames as they are used in English schools. Ours, and never complete."""

__all__ = ["are_forms_of_one_name", "forms_of"]

_FORMS = """
abigail abi abbie abby | adam | aidan aiden | albert bert bertie al | alexander alex alec sandy xander sasha
alexandra alex lexi sasha | alfred alf alfie fred | alice ali | alison ali | amanda mandy | amelia amy millie mia
andrew andy drew | anastasia ana stacey | angela angie | anna annie ann anne | anthony tony ant | antonia toni
archibald archie | arthur art | barbara barb babs | beatrice bea bee | benjamin ben benji | bethany beth
bradley brad | cameron cam | catherine katherine kathryn catharine kate katie kathy cath cathy kat kitty katy
charles charlie chas | charlotte charlie lottie lotte | christina christine chris tina chrissie
christopher chris kit topher | claire clare | daniel dan danny | danielle dani | david dave davy
deborah debbie deb | dominic dom | dorothy dot dottie | douglas doug | edward ed eddie ted teddy ned
eleanor elinor ellie nell nora nellie | elizabeth elisabeth liz lizzie beth betsy betty eliza lisa libby lily
emily em emmy millie | emma em | evelyn eve evie | florence flo flossie florrie | frances fran frankie francesca
francis frank frankie | frederick freddie fred freddy | gabriel gabe | gabrielle gabby | george georgie
georgina georgie georgia gina | gerald gerry | grace gracie | gregory greg | gwendoline gwen | hannah
harold harry | harriet hattie harri | henry harry hal | isaac zac ike | isabella isabelle isobel bella izzy issy
jack | jacob jake | jacqueline jackie | james jim jimmy jamie | janet jan | jasmine jas | jeffrey geoffrey jeff geoff
jennifer jen jenny | jessica jess jessie | joanna joanne jo | jonathan jon jonny | john jack johnny jon
joseph joe joey | josephine jo josie | joshua josh | judith judy | julia julie | kenneth ken kenny | kimberley kim
laurence lawrence larry laurie | leonard len lenny leo | leonardo leo | lewis louis lou lew | lillian lily
louise lou louisa | lucas luke | lucy lucinda lucille | madeleine maddie maddy | margaret maggie meg peggy greta daisy
maria marie mary | martin marty | matilda tilly mattie | matthew matt matty | maxwell maximilian max | megan meg
melanie mel | melissa mel missy | michael mick mike mickey | mohammed muhammad mohammad mohamed muhammed mo
molly | natalie nat | natasha tasha nat | nathan nathaniel nate nat | nicholas nick nicky nico | nicola nicky nikki
oliver ollie olly | olivia liv livvy | oscar | pamela pam | patricia pat trish tricia patsy | patrick pat paddy
penelope penny | peter pete | philip phillip phil pip | philippa pippa pip | rachel rach | raymond ray
rebecca becky becca bex | reginald reg reggie | richard rich rick dick ricky | robert rob bob bobby robbie bert
roberta bobbie | ronald ron ronnie | rosemary rose rosie | ruby | russell russ | samantha sam sammy
samuel sam sammy | sandra sandy | sarah sara sally sadie | sebastian seb bastian | simon si | sophia sophie
stephanie steph | stephen steven steve ste | susan susannah sue susie suzie | sylvia sylvie | tabitha tabby
terence terry | theodore theo ted teddy | theresa teresa terry tess tessa | thomas tom tommy | timothy tim timmy
toby tobias | valerie val | victoria vicky tori vic | vincent vince vinny | vivian viv | walter walt wally
william will bill billy liam willy | winifred win winnie freda | yasmin yas | zachary zac zach zack | zoe
"""


def _groups() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    groups = (group for line in _FORMS.splitlines() for group in line.split("|"))
    for number, group in enumerate(groups):
        for name in group.split():
            found.setdefault(name, set()).add(number)
    return {name: frozenset(numbers) for name, numbers in found.items()}


def _members() -> dict[int, frozenset[str]]:
    found: dict[int, set[str]] = {}
    for name, numbers in _GROUPS.items():
        for number in numbers:
            found.setdefault(number, set()).add(name)
    return {number: frozenset(names) for number, names in found.items()}


_GROUPS = _groups()
_MEMBERS = _members()


def are_forms_of_one_name(one: str, other: str) -> bool:
    """Kate and Katherine are; Charlie is of both Charles and Charlotte, who are not of each other."""
    return bool(_GROUPS.get(one, frozenset()) & _GROUPS.get(other, frozenset()))


def forms_of(name: str) -> frozenset[str]:
    """The other forms of a name: forms_of("kate") has katherine, cathy and more."""
    return frozenset(form for number in _GROUPS.get(name, ()) for form in _MEMBERS[number]) - {name}
