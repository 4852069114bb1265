"""The rules in the order of the table in policy-cases.md, one file a row.

A new rule is one file with a function `rule(case)` that is given the `Situation` of
`kiosk.core.rules.basis`, its place in `RULES`, and its reason with facts in `kiosk.core.reasons`
and words in `kiosk.core.words`.
"""

from kiosk.core.rules import (
    already_inside,
    ambient_range,
    category,
    clock,
    contact_temperature,
    credential_known,
    credential_readable,
    duty,
    early_return,
    home_records_complete,
    home_records_normal,
    infrared_temperature,
    isolation,
    pass_genuine,
    pass_in_time,
    pass_standing,
    permit_approved,
    permit_area,
    permit_fits,
    permit_held,
    permit_purpose,
    return_certificate,
    right_of_entry,
    temperature_known,
    temperature_recheck,
    watch_list,
)
from kiosk.core.rules.basis import Rule

RULES: tuple[tuple[str, Rule], ...] = (
    ("credential_readable", credential_readable.rule),  # row 1
    ("credential_known", credential_known.rule),  # row 2
    ("pass_genuine", pass_genuine.rule),  # row 3
    ("pass_standing", pass_standing.rule),  # row 4
    ("pass_in_time", pass_in_time.rule),  # row 5
    ("watch_list", watch_list.rule),  # row 6
    ("isolation", isolation.rule),  # row 7
    ("return_certificate", return_certificate.rule),  # row 8
    ("contact_temperature", contact_temperature.rule),  # row 9
    ("permit_purpose", permit_purpose.rule),  # row 10
    ("permit_area", permit_area.rule),  # row 11
    ("category", category.rule),  # row 12
    ("permit_approved", permit_approved.rule),  # row 13
    ("permit_fits", permit_fits.rule),  # row 14
    ("duty", duty.rule),  # row 15
    ("early_return", early_return.rule),  # row 16
    ("permit_held", permit_held.rule),  # row 17
    ("home_records_complete", home_records_complete.rule),  # row 18
    ("home_records_normal", home_records_normal.rule),  # row 19
    ("already_inside", already_inside.rule),  # row 20
    ("infrared_temperature", infrared_temperature.rule),  # row 21
    ("temperature_recheck", temperature_recheck.rule),  # row 22
    ("ambient_range", ambient_range.rule),  # row 23
    ("temperature_known", temperature_known.rule),  # row 24
    ("clock", clock.rule),  # row 25
    ("right_of_entry", right_of_entry.rule),  # row 26
)
"""Name and rule, rows 1 to 26; the trace of a decision gives the names."""
