"""Inputs of acts and what may be chosen in them."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy as _

Text = str | Promise

LABELS: Final[Mapping[str, Text]] = {
    "title": _("labels", "What is to be done"),
    "seen": _("labels", "What was seen and settled"),
    "visited_on": _("labels", "On which day"),
    "key_because": _("labels", "By which document or decision"),
    "quantity": _("labels", "Target quantity"),
    "measure_unit": _("labels", "Counted in"),
    "occasion": _("labels", "Where it was said or promised"),
    "part": _("labels", "Their part"),
    "difficulty": _("labels", "What is in the way"),
    "needed": _("labels", "Decision needed"),
    "decision": _("labels", "Decision"),
    "issuer": _("labels", "Issued by"),
    "issued_on": _("labels", "Issued on"),
    "text": _("labels", "Text"),
    "aside_reason": _("labels", "Why it does not concern us"),
    "case": _("labels", "Case"),
    "summary": _("labels", "What the lead is"),
    "fact": _("labels", "Act in the record"),
    "why_cited": _("labels", "What it shows"),
    "post": _("labels", "Post held then"),
    "behaviour": _("labels", "Reason code"),
    "charge": _("labels", "What is held against the person"),
    "intended": _("labels", "Intended measure"),
    "body": _("labels", "Body that decides"),
    "statement": _("labels", "Statement"),
    "ruling": _("labels", "Decision"),
    "ground": _("labels", "Ground in the rulebook"),
    "grounds": _("labels", "Reasons of the decision"),
    "decided_on": _("labels", "Decided on"),
    "document": _("labels", "Document number"),
    "members": _("labels", "Members present, one on a line"),
    "public": _("labels", "The decision is public"),
    "served_how": _("labels", "How it was served"),
    "feedback": _("labels", "What was done since"),
    "result": _("labels", "Result of the appeal"),
    "kind": _("labels", "Kind"),
    "domain": _("labels", "Field"),
    "source": _("labels", "Source"),
    "found_on": _("labels", "Found on"),
    "description": _("labels", "Problem"),
    "site": _("labels", "Firm or place"),
    "area": _("labels", "Area"),
    "parent": _("labels", "Earlier case"),
    "spot": _("labels", "Exact spot"),
    "category": _("labels", "Category"),
    "activity": _("labels", "Illegal activity"),
    "basis": _("labels", "Basis"),
    "source_number": _("labels", "Number at the source"),
    "original": _("labels", "Original wording"),
    "reporter_name": _("labels", "Reporter (sealed)"),
    "reporter_contact": _("labels", "How to reach the reporter (sealed)"),
    "opinion": _("labels", "Opinion"),
    "code": _("labels", "Reason"),
    "reason": _("labels", "Explanation"),
    "measure": _("labels", "Measure"),
    "grade": _("labels", "Grade"),
    "criterion": _("labels", "Criterion"),
    "consequence": _("labels", "Harm and consequence"),
    "clause": _("labels", "Clause"),
    "to_unit": _("labels", "Unit"),
    "due_on": _("labels", "To be done by"),
    "close_unit": _("labels", "Closing unit"),
    "requirement": _("labels", "Requirement"),
    "signer": _("labels", "Signed by"),
    "interim": _("labels", "Interim control"),
    "responsible": _("labels", "Responsible person"),
    "finisher": _("labels", "Who finishes"),
    "acceptor": _("labels", "Who accepts"),
    "treatment": _("labels", "Treatment plan"),
    "emergency": _("labels", "Emergency plan"),
    "money_fen": _("labels", "Money"),
    "done": _("labels", "What was done"),
    "workers_told": _("labels", "Workers were told"),
    "finding": _("labels", "What was seen"),
    "fix_by": _("labels", "New term"),
    "second_officer": _("labels", "Second officer"),
    "way": _("labels", "How"),
    "acceptance": _("labels", "Acceptance opinion attached"),
    "until": _("labels", "Until"),
    "outside_body": _("labels", "Body outside the platform"),
    "receipt": _("labels", "Receipt"),
    "level": _("labels", "Level"),
    "number": _("labels", "Number"),
    "progress": _("labels", "Progress"),
    "to_post": _("labels", "Colleague"),
    "note": _("labels", "Note"),
    "due": _("labels", "Date"),
    "person": _("labels", "Person"),
    "value": _("labels", "Value"),
    "campaign_title": _("labels", "Title of the campaign or plan"),
    "campaign_kind": _("labels", "Kind of list"),
    "from_on": _("labels", "First day"),
    "to_on": _("labels", "Last day"),
    "hands": _("labels", "Who checks"),
    "template": _("labels", "Template"),
    "checklist": _("labels", "Checklist"),
    "risk": _("labels", "Risk"),
    "tag": _("labels", "Tag"),
    "industry": _("labels", "Industry (code)"),
    "subject": _("labels", "Kind of place"),
    "prior": _("labels", "Earlier list to revisit"),
    "sample": _("labels", "How many are drawn"),
    "sealed_on": _("labels", "List sealed until this day"),
    "sealed_clock": _("labels", "Hour at which it opens, such as 20:00"),
    "lot": _("labels", "Lot brought to the draw"),
    "row": _("labels", "Place on the list"),
    "removal": _("labels", "Why it is taken out"),
    "unvisited": _("labels", "Why it was not visited"),
    "drafted_by": _("labels", "Author"),
    "after": _("labels", "Page"),
    "file": _("labels", "File"),
    "name": _("labels", "Name"),
    "procedure": _("labels", "Procedure"),
    "subject_unit": _("labels", "Unit it is about"),
    "origin": _("labels", "Where it comes from"),
    "occurred_on": _("labels", "When it happened"),
    "place": _("labels", "Where it happened"),
    "held_on": _("labels", "Day of the interview"),
    "clock": _("labels", "Hour of the interview"),
    "venue": _("labels", "Place of the interview"),
    "participants": _("labels", "Who takes part"),
    "agenda": _("labels", "Why and what about"),
    "materials": _("labels", "Papers to bring"),
    "host": _("labels", "Who presided"),
    "attended": _("labels", "Who attended"),
    "minutes": _("labels", "What was said and asked for"),
    "remark": _("labels", "Remark to the minutes"),
    "received_how": _("labels", "How it came to the office (on paper)"),
    "plan": _("labels", "Plan to put it right"),
    "report": _("labels", "What was put right"),
    "outcome": _("labels", "Result of the check"),
    "copy_to": _("labels", "Copy to (supervising organ)"),
    "bulletin": _("labels", "Text of the circular"),
    "imposed": _("labels", "Veto"),
    "appeal_end": _("labels", "Result"),
}

PROCEDURE_CHOICES: Final[Mapping[str, Text]] = {
    "interview": _("procedure", "Interview"),
    "veto": _("procedure", "Veto"),
}

ORIGIN_CHOICES: Final[Mapping[str, Text]] = {
    "person": _("origin", "Written down by a person"),
    "supervision": _("origin", "A supervision team"),
    "accident": _("origin", "An accident"),
    "report": _("origin", "A report"),
}

OUTCOME_CHOICES: Final[Mapping[str, Text]] = {
    "effective": _("outcome", "Put right"),
    "ineffective": _("outcome", "Not put right"),
}

IMPOSED_CHOICES: Final[Mapping[str, Text]] = {
    "imposed": _("imposed", "Imposed"),
    "not_imposed": _("imposed", "Not imposed"),
}

APPEAL_END_CHOICES: Final[Mapping[str, Text]] = {
    "upheld": _("appeal", "Upheld"),
    "revoked": _("appeal", "Revoked"),
}

KIND_CHOICES: Final[Mapping[str, Text]] = {
    "hazard": _("kind", "Hazard"),
    "pollution": _("kind", "Pollution problem"),
    "directive": _("kind", "Item from above"),
    "instruction": _("kind", "Leader's instruction"),
    "report": _("kind", "Report or complaint"),
}

DOMAIN_CHOICES: Final[Mapping[str, Text]] = {
    "safety": _("domain", "Safety"),
    "environment": _("domain", "Environment"),
    "fire": _("domain", "Fire"),
}

SOURCE_CHOICES: Final[Mapping[str, Text]] = {
    "self-check": _("source", "Self-check"),
    "grid": _("source", "Grid patrol"),
    "enforcement": _("source", "Inspection"),
    "campaign": _("source", "Campaign"),
    "cross-check": _("source", "Cross-inspection"),
    "superior": _("source", "From above"),
    "expert": _("source", "Expert"),
    "insurer": _("source", "Insurer"),
    "complaint": _("source", "Complaint line"),
    "worker": _("source", "Worker"),
    "monitor": _("source", "Monitor"),
    "accident": _("source", "After an accident"),
    "media": _("source", "Media"),
    "leader": _("source", "Leader"),
    "old-ledger": _("source", "Old ledger"),
}

GRADE_CHOICES: Final[Mapping[str, Text]] = {
    "general": _("grade", "General"),
    "major": _("grade", "Major"),
}

DISMISS_CHOICES: Final[Mapping[str, Text]] = {
    "untrue": _("dismiss", "Not true"),
    "not-ours": _("dismiss", "Not ours"),
    "duplicate": _("dismiss", "Entered before"),
    "other": _("dismiss", "Other"),
}

VOID_CHOICES: Final[Mapping[str, Text]] = {
    "duplicate": _("void", "Entered before"),
    "wrong-object": _("void", "Wrong firm"),
    "wrong-facts": _("void", "Wrong facts"),
    "test-entry": _("void", "Trial entry"),
    "other": _("void", "Other"),
}

FORWARD_CHOICES: Final[Mapping[str, Text]] = {
    "area": _("forward", "Other area"),
    "industry": _("forward", "Other industry"),
    "competence": _("forward", "Not competent"),
    "other": _("forward", "Other"),
}

EXTENSION_CHOICES: Final[Mapping[str, Text]] = {
    "parts": _("extension", "Parts not there"),
    "money": _("extension", "Money"),
    "weather": _("extension", "Weather"),
    "design": _("extension", "Design"),
    "permit": _("extension", "Permit"),
    "other": _("extension", "Other"),
}

LEVEL_CHOICES: Final[Mapping[str, Text]] = {
    "street": _("level", "Street"),
    "county": _("level", "District"),
    "city": _("level", "City"),
    "province": _("level", "Province"),
}

WAY_CHOICES: Final[Mapping[str, Text]] = {
    "on-site": _("way", "On site"),
    "off-site": _("way", "Off site"),
}

ROLES: Final[Mapping[str, Text]] = {
    "grid": _("roles", "Grid inspector"),
    "officer": _("roles", "Officer"),
    "approver": _("roles", "Approver"),
    "office": _("roles", "Committee office"),
    "leader": _("roles", "Leader"),
    "firm-officer": _("roles", "Safety officer of a firm"),
    "firm-head": _("roles", "Head of a firm"),
    "firm-worker": _("roles", "Worker of a firm"),
    "admin": _("roles", "Administrator"),
}

CAPABILITIES: Final[Mapping[str, Text]] = {
    "report": _("capabilities", "enter problems"),
    "verify": _("capabilities", "verify"),
    "grade": _("capabilities", "grade"),
    "fix-on-spot": _("capabilities", "settle on the spot"),
    "assign": _("capabilities", "assign"),
    "carry-out": _("capabilities", "sign, plan, fix"),
    "recheck": _("capabilities", "recheck"),
    "decide-extension": _("capabilities", "decide extensions"),
    "close": _("capabilities", "close"),
    "spot-check": _("capabilities", "spot-check"),
    "void": _("capabilities", "void"),
    "hand-over": _("capabilities", "hand over"),
    "list": _("capabilities", "list"),
    "note": _("capabilities", "write notes"),
    "remind": _("capabilities", "remind"),
    "reassign": _("capabilities", "pass on"),
    "record-for-firm": _("capabilities", "record for a firm"),
    "instruct": _("capabilities", "instruct"),
    "import": _("capabilities", "import"),
    "export": _("capabilities", "export"),
    "read-reporter": _("capabilities", "open a sealed reporter"),
    "keep-sites": _("capabilities", "keep dossiers"),
    "keep-own-posts": _("capabilities", "keep the posts of one's own firm"),
    "keep-accounts": _("capabilities", "keep accounts"),
    "keep-organisation": _("capabilities", "keep units and posts"),
    "keep-rules": _("capabilities", "keep rules"),
    "keep-roster": _("capabilities", "keep the duty roster"),
    "declare-state": _("capabilities", "declare a state of duty"),
    "call-duty": _("capabilities", "call units on duty"),
    "erase": _("capabilities", "erase personal data"),
}

LINES: Final[Mapping[str, Text]] = {
    "enterprise": _("lines", "Enterprise"),
    "industry": _("lines", "Industry"),
    "territory": _("lines", "Territory"),
}
