"""What a report of an incident is made of, for who asks on the command line: masked or logged."""

import argparse
from datetime import datetime, timezone

from config.site import SiteConfig
from kiosk.cli.naming import named
from kiosk.core.incident_reports import ReportFacts
from kiosk.store import incident_facts
from kiosk.store.incident_book import Incident, IncidentBook
from kiosk.store.log import Log

_LOOK = "incident_report"


def gather(
    log: Log,
    args: argparse.Namespace,
    incident: Incident,
    site: SiteConfig,
    zone: timezone,
    at: datetime,
) -> ReportFacts:
    """Gather a report's facts; with `--unmask` names, values and notes in clear.

    Raises RefusedError for `--unmask` without `--by` and `--why`, and StoreError.
    """
    parts = incident_facts.parts_of(log.of(IncidentBook), incident)
    names = {one: found.name for one, found in named(log, args, parts, _LOOK).items()}
    school = f"{site.school_zh} / {site.school_en}"
    reader = incident_facts.Reader(school, zone, at, names, clear=args.unmask)
    return incident_facts.gather(log, incident, reader)
