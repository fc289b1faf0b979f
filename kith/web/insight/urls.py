"""The addresses of what is counted: names of questions, groups and reports, codes, and digests of places."""

from django.urls import path

from kith.web.insight import groups, patterns, register, report, trends

urlpatterns = [
    path("reports/", report.reports, name="reports"),
    path("reports/for/<slug:to>/", report.report, name="report"),
    path("reports/for/<slug:to>/print/", report.print_report, name="print_report"),
    path("reports/for/<slug:to>/file/", report.export_report, name="export_report"),
    path("reports/trends/", trends.trends, name="trends"),
    path("reports/trends/<slug:asked>/", trends.trend, name="trend"),
    path("reports/trends/<slug:asked>/keep/", trends.keep_question, name="keep_question"),
    path("reports/trends/<slug:asked>/<slug:down>/<slug:across>/", trends.rows, name="trend_rows"),
    path("reports/kept/<uuid:id>/remove/", trends.remove_question, name="remove_question"),
    path("reports/groups/", groups.groups, name="groups"),
    path("reports/groups/register/", register.put_in_group, name="put_in_group"),
    path("reports/groups/<slug:which>/", groups.group, name="group"),
    path("people/<uuid:id>/groups/", groups.child_groups, name="child_groups"),
    path("people/<uuid:id>/groups/write/", register.write_group, name="write_group"),
    path("people/<uuid:id>/groups/<uuid:place>/", register.change_group, name="change_group"),
    path("reports/patterns/", patterns.patterns, name="patterns"),
    path("reports/patterns/answer/", patterns.answer_pattern, name="answer_pattern"),
]
