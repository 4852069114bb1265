"""Lines of a paper fallback sheet, entered at the terminal when the gate works again."""

from kiosk.core.events import Actor, IsolationBegun
from kiosk.core.text import clean
from kiosk.link import messages as link
from kiosk.station.bench import Bench, Done, Handler, Topic
from kiosk.station.paper import PaperLine, PaperRefusedError, facts_of
from kiosk.store.errors import StoreError

NUMBER_LIMIT, SHEET_LIMIT = 64, 32


def _enter(bench: Bench, intent: link.Intent, act: link.EnterPaper, actor: Actor) -> Done:
    now = bench.clock.now()
    line = PaperLine(
        at=act.at,
        direction=act.direction,
        verdict=act.verdict,
        number=clean(act.number, NUMBER_LIMIT),
        value_c=act.value_c,
        by=act.by,
        sheet=clean(act.sheet or "", SHEET_LIMIT) or None,
    )
    try:
        facts = facts_of(line, bench.log, bench.site, bench.policy, now.moment.wall, actor.name)
        bench.recorder.append_together(
            now, actor, facts, access_point=bench.site.lane.access_point,
            intent=intent.id, paper=True,
        )  # fmt: skip
    except PaperRefusedError as refused:
        return Done(refused.code)
    except StoreError:
        return Done("log_not_writable")
    isolated = any(isinstance(one, IsolationBegun) for one in facts)
    return Done("ok", {"note": "paper_isolated"} if isolated else None)


TOPIC = Topic(handlers={link.EnterPaper: Handler(_enter)})
