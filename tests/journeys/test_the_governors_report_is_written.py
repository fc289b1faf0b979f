"""The safeguarding lead looks at what has been happening and writes the report to the governors; one reads it."""

import pytest

from tests.browser import expect, follow, go_to, is_fit_at_both_widths
from tests.web.conftest import LEAD, demo_live, opened  # noqa: F401  (fixtures)

GOVERNOR = "Amara Reed"


@pytest.mark.shows("C41", "C42", "C113")
def test_the_governors_report_is_written(opened):  # noqa: F811
    page = opened(LEAD)
    page.goto("/")
    go_to(page, "Reports")
    is_fit_at_both_widths(page)
    follow(page, page.get_by_role("link", name="Open trends"))
    expect(page.get_by_role("img", name="Kinds of concern by half-term")).to_be_visible()
    is_fit_at_both_widths(page)
    page.locator("summary").filter(has_text="Show as a table").first.click()
    follow(page, page.locator("td a:visible").first)
    expect(page.locator(".k-work li").first).to_be_visible()
    is_fit_at_both_widths(page)
    page.goto("/reports/")
    follow(page, page.get_by_role("link", name="Open possible patterns"))
    is_fit_at_both_widths(page)
    page.goto("/reports/")
    follow(page, page.get_by_role("link", name="Open Report to governors"))
    is_fit_at_both_widths(page)
    page.get_by_label("Governors’ oversight of safeguarding").check()
    page.get_by_label("PDF, to read and print").check()
    follow(page, page.get_by_role("button", name="Give out the file"))
    expect(page.get_by_role("alert")).to_contain_text("Say who receives it")
    page.get_by_label("Who receives it?").fill("The clerk to the governors")
    with page.expect_download() as file:
        page.get_by_role("button", name="Give out the file").click()
    assert file.value.suggested_filename.startswith("governors-")
    governor = opened(GOVERNOR)
    governor.goto("/reports/")
    assert governor.get_by_role("link", name="Open trends").count() == 0
    follow(governor, governor.get_by_role("link", name="Open Report to governors"))
    expect(governor.get_by_role("heading", name="Report to governors")).to_be_visible()
