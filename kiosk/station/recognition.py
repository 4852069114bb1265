"""Whose credential a lane sees, and which open case whoever shows it goes on with."""

import logging
from collections.abc import Callable, Mapping

from kiosk.core.id_cards import IdCard
from kiosk.core.passes import PublicKeyInfo
from kiosk.core.reasons import Reason
from kiosk.core.request import NOBODY, CredentialKind, CredentialState, Presented
from kiosk.station.attempt import Attempt, identify, identify_card
from kiosk.station.clock import Now
from kiosk.station.course import Course
from kiosk.station.recorder import Recorder
from kiosk.store.errors import StoreError

_log = logging.getLogger(__name__)


class Recognition:
    """Looks credentials up in the log; while that cannot be read, nobody is recognised.

    `not_readable` is called each time the log could not be read.
    """

    def __init__(
        self,
        recorder: Recorder,
        pass_keys: Mapping[int, PublicKeyInfo],
        not_readable: Callable[[], None],
    ) -> None:
        self._recorder = recorder
        self._pass_keys = pass_keys
        self._not_readable = not_readable

    def of_code(self, payload: str, now: Now, typed_by: str | None = None) -> Attempt:
        """Say whose code it is, or whose number the guard `typed_by` has typed."""
        lookup = self._recorder.log.lookup
        try:
            return identify(payload, lookup, self._pass_keys, now.moment.wall, typed_by)
        except StoreError as error:
            kind = CredentialKind.TYPED if typed_by else CredentialKind.PASS
            return self._nobody(kind, error, typed_by)

    def of_card(self, card: IdCard | None, now: Now) -> Attempt:
        """Say whose ID card it is; None is one that cannot be read."""
        today = self._recorder.day_of(now.moment.wall)
        try:
            return identify_card(card, self._recorder.log.lookup, today)
        except StoreError as error:
            return self._nobody(CredentialKind.ID_CARD, error)

    def case_to_join(self, course: Course) -> int | None:
        """Give the open case that a visit goes on with, if there is one."""
        person_id, state = course.attempt.person_id, course.attempt.presented.state
        try:
            if state is CredentialState.UNREADABLE:
                return self.nameless_case()
            if person_id is None or state in NOBODY:
                return course.case_no
            found = self._recorder.log.lookup.open_case_of(person_id)
            return course.case_no if found is None else found.case_no
        except StoreError:
            return None

    def nameless_case(self) -> int | None:
        """Give the open case of somebody whose code could not be read."""
        nameless = (
            one
            for one in self._recorder.log.lookup.open_cases()
            if one.person_id is None and one.first_reason is Reason.CREDENTIAL_UNREADABLE
        )
        return next((one.case_no for one in nameless), None)

    def _nobody(
        self, kind: CredentialKind, error: StoreError, typed_by: str | None = None
    ) -> Attempt:
        _log.error("nobody is recognised, the log cannot be read: %s", error)
        self._not_readable()
        return Attempt(Presented(kind, CredentialState.UNKNOWN), typed_by=typed_by)
