"""What the unit does: contact, referral, stage replies, more time, pauses, its reviewed answer."""

from __future__ import annotations

from lianqi.kernel.cases.commands import (
    Answer,
    AskExtension,
    AssistReply,
    Contact,
    DecideExtension,
    Draft,
    FileLetter,
    Pause,
    Refer,
    Resume,
    Review,
    Sign,
    StageReply,
)
from lianqi.kernel.cases.deciding import Deciding, Refusal
from lianqi.kernel.cases.intake import end_pause
from lianqi.kernel.decision import ContentRef, Json
from lianqi.kernel.instants import to_text
from lianqi.kernel.workdays.due import due_time
from lianqi.kernel.workdays.durations import Duration

#: How an answer may end a case: it is solved, or it cannot be and the reason is explained.
ANSWER_ENDS = ("solved", "explained")


def contact(d: Deciding, command: Contact) -> None:
    d.discharge("contact")
    d.say("contacted", by=command.by, note=_cite(command.note), unit=d.record.main_unit)


def refer(d: Deciding, command: Refer) -> None:
    """A body outside acts, and the unit inside owes the next word: referral is never an end."""
    outside = d.facts.references.get(command.external_unit)
    if outside is None or outside.kind != "external_unit" or outside.state != "active":
        raise Refusal("case.refer.unit-unknown", unit=command.external_unit)
    d.longest("case.refer.next-by", asked=command.next_by, limit=d.rules.limits.stage_reply_longest)
    d.release("answer", "stage-reply", "extension-ruling", "objection-ruling", reason="referred")
    d.say("referred", external_unit=command.external_unit, note=command.note.data(), next_by=to_text(command.next_by))
    d.promise("stage-reply", duty="handle", unit=d.record.main_unit, until=command.next_by)


def stage_reply(d: Deciding, command: StageReply) -> None:
    d.longest("case.stage-reply.next-by", asked=command.next_by, limit=d.rules.limits.stage_reply_longest)
    d.discharge("stage-reply")
    d.say("stage-replied", reply=command.reply.data(), next_by=to_text(command.next_by), unit=d.record.main_unit)
    d.promise("stage-reply", duty="handle", unit=d.record.main_unit, until=command.next_by)


def ask_extension(d: Deciding, command: AskExtension) -> None:
    """In time (guarded), and not for longer than the mechanism allows."""
    _check_length(d, command.by)
    d.say("extension-asked", by=command.by, reason=command.reason.data())
    d.promise("extension-ruling", duty="adjudicate", limit=d.rules.limits.extension_ruling)


def _check_length(d: Deciding, text: str) -> None:
    try:
        asked = Duration.parse(text)
    except ValueError:
        raise Refusal("case.extension.length", by=text, longest=str(d.rules.limits.extension_longest)) from None
    longest = due_time(start=d.now, limit=d.rules.limits.extension_longest, calendar=d.calendar).at
    if asked.count == 0 or due_time(start=d.now, limit=asked, calendar=d.calendar).at > longest:
        raise Refusal("case.extension.length", by=text, longest=str(d.rules.limits.extension_longest))


def decide_extension(d: Deciding, command: DecideExtension) -> None:
    d.discharge("extension-ruling")
    if not command.granted:
        d.say("extension-refused")
        return
    _check_length(d, command.by)
    d.say("extension-granted", by=command.by)
    for owed in d.case.owed("answer"):
        d.retime(owed, "due-moved", steps=(*owed.steps, ("extend", command.by)), reason="extension-granted")


def pause(d: Deciding, command: Pause) -> None:
    """Only the answer's clock stops; the enterprise is told why and until when, and may object."""
    d.longest("case.pause.until", asked=command.until, limit=d.rules.limits.pause_longest)
    d.release("extension-ruling", "objection-ruling", reason="paused")
    d.say("paused", reason=command.reason.data(), until=to_text(command.until))
    for owed in d.case.owed("answer"):
        d.suspend(owed)
    d.promise("resume", duty="handle", unit=d.record.main_unit, until=command.until)


def resume(d: Deciding, command: Resume) -> None:
    end_pause(d, reason="resumed-by-office")


def draft(d: Deciding, command: Draft) -> None:
    _check_end(command.end)
    stage = "reviewing" if d.rules.review else "signing"
    d.say("drafted", answer=command.answer.data(), end=command.end, stage=stage, unit=d.record.main_unit)


def review(d: Deciding, command: Review) -> None:
    if not command.approved:
        d.say("draft-sent-back", by="review", note=_cite(command.note))
        return
    d.say("reviewed", note=_cite(command.note), head=d.facts.actor.id)
    if not d.rules.sign:
        _answer_with_draft(d)


def sign(d: Deciding, command: Sign) -> None:
    if not command.approved:
        d.say("draft-sent-back", by="sign", note=_cite(command.note))
        return
    d.say("signed", note=_cite(command.note), leader=d.facts.actor.id)
    _answer_with_draft(d)
    if command.letter is not None or command.attachments:
        _file_letter(d, letter=command.letter, attachments=command.attachments, occasion="signature")


def file_letter(d: Deciding, command: FileLetter) -> None:
    if command.letter is None and not command.attachments:
        raise Refusal("case.letter.nothing")
    _file_letter(d, letter=command.letter, attachments=command.attachments, occasion="afterwards")


def _file_letter(d: Deciding, *, letter: ContentRef | None, attachments: tuple[str, ...], occasion: str) -> None:
    files, unit = list(attachments), d.record.main_unit
    d.say("letter-filed", letter=_cite(letter), attachments=files, occasion=occasion, unit=unit)


def _answer_with_draft(d: Deciding) -> None:
    text = d.record.draft
    assert text is not None  # guarded: review and sign need a draft at their stage
    give_answer(d, answer=text, end=d.record.draft_end, source="unit")


def answer(d: Deciding, command: Answer) -> None:
    _check_end(command.end)
    give_answer(d, answer=command.answer, end=command.end, source="unit")


def give_answer(d: Deciding, *, answer: ContentRef, end: str, source: str) -> None:
    """The enterprise has its answer: what was owed for it is done, and the centre now owes the enterprise's word."""
    done = ["answer", "stage-reply", "plan-review", "answer-with-main"]
    # An answer reaches the enterprise: no separate call is owed after it. A meeting's outcome is the meeting's merit.
    done.append("outcome" if source == "meeting" else "contact")
    d.discharge(*done)
    d.release(reason="answered", keep=("lead",))
    d.say("answered", answer=answer.data(), end=end, source=source, unit=d.record.main_unit)
    d.promise("word", duty="call_back", limit=d.rules.limits.word)


def assist_reply(d: Deciding, command: AssistReply) -> None:
    if not d.case.owed("assist", unit=command.unit):
        raise Refusal("case.assist.nothing-owed", unit=command.unit)
    d.discharge("assist", unit=command.unit)
    d.say("assisted", unit=command.unit, reply=command.reply.data())


def _check_end(end: str) -> None:
    if end not in ANSWER_ENDS:
        raise Refusal("case.answer.end-unknown", end=end, known=list(ANSWER_ENDS))


def _cite(content: ContentRef | None) -> Json:
    return content.data() if content is not None else None


def may_still_answer(d: Deciding) -> None:
    """Guard of draft and answer: the unit's draft must not lie elsewhere."""
    if d.control.draft != "none":
        raise Refusal("case.draft.pending", stage=d.control.draft)


def answers_directly(d: Deciding) -> None:
    may_still_answer(d)
    if (d.rules.review or d.rules.sign) and not d.control.confidential:
        raise Refusal("case.answer.needs-review")


def answers_by_draft(d: Deciding) -> None:
    may_still_answer(d)
    if not (d.rules.review or d.rules.sign) or d.control.confidential:
        raise Refusal("case.draft.not-needed")


def draft_stage(stage: str, d: Deciding) -> None:
    if d.control.draft != stage:
        raise Refusal("case.draft.not-at-stage", stage=stage, now=d.control.draft)


def extension_open(d: Deciding) -> None:
    if not d.control.extension_asked:
        raise Refusal("case.extension.not-asked")
