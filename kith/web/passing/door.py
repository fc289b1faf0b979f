"""Where a school or agency that is not on Kith opens what was sent to it. Nothing on the page says whose it is."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from kith import audit
from kith.accounts import pace
from kith.sharing import packs
from kith.sharing.posting import POST_ROOM
from kith.tenancy import tenancy
from kith.tenancy.models import Controller
from kith.web.exits import attachment
from kith.web.policy import page
from kith.web.signin.session import address_of

# From one network address, behind which a whole council may sit.
MOST_A_MINUTE = 30
TOO_OFTEN = "Too much was tried from your network in the last minute. Wait a minute and try again."
FIELDS = ("name", "role", "words")


@page(policy="public")
@never_cache
@sensitive_post_parameters("secret")
def pack(request: HttpRequest, controller: UUID, id: UUID) -> HttpResponse:
    """Sign for the file and fetch it, or send it back."""
    if request.method != "POST":
        return _shown(request)
    if pace.is_too_often("pack", address_of(request), most=MOST_A_MINUTE, seconds=60):
        return _shown(request, [TOO_OFTEN], status=429)
    typed = {name: request.POST.get(name, "").strip()[:200] for name in FIELDS}
    back = request.POST.get("do") == "back"
    if problems := _problems(typed, back):
        return _shown(request, problems, typed)
    try:
        return _done(request, controller, id, typed, back)
    except packs.Shut as no:
        return _shown(request, [str(no)], typed)


def _problems(typed: dict[str, str], back: bool) -> list[str]:
    asked = {"name": "Write your name.", "role": "Write your role.", **({"words": "Say why."} if back else {})}
    return [words for field, words in asked.items() if not typed[field]]


def _done(request: HttpRequest, controller: UUID, id: UUID, typed: dict[str, str], back: bool) -> HttpResponse:
    """In a unit of its own, by the system post that takes in what comes from outside. A wrong secret is counted even
    though the page says no."""
    if not Controller.objects.filter(id=controller).exists():
        raise packs.Shut(packs.DOES_NOT_OPEN)
    signed, secret = packs.Signed(typed["name"], typed["role"]), request.POST.get("secret", "")[:100]
    with audit.came_from(address_of(request)), tenancy(controller, system=POST_ROOM):
        try:
            if back:
                packs.send_back(pack_id=id, secret=secret, signed=signed, words=typed["words"])
                return render(request, "passing/door.html", {"sent_back": True})
            opened = packs.open_it(pack_id=id, secret=secret, signed=signed)
        except packs.Shut as no:
            refused = no
        else:
            return attachment(opened.released, name=opened.name, content=opened.content, content_type="application/zip")
    raise refused


def _shown(
    request: HttpRequest, problems: list[str] | None = None, typed: dict[str, str] | None = None, status: int = 422
) -> HttpResponse:
    context = {"problems": problems or [], "typed": typed or {}}
    return render(request, "passing/door.html", context, status=status if problems else 200)
