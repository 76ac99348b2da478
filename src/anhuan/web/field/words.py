"""What the field app says; its browser code finds these words in the page."""

from django.utils.translation import pgettext


def field_words() -> dict[str, str]:
    return {**_a(), **_b(), **_c(), **_d()}


def _a() -> dict[str, str]:
    return {
        "afterNeeded": pgettext(
            "field",
            "Take the picture of how it is now; without it the problem goes to the street.",
        ),
        "afterThere": pgettext("field", "Noted as put right here."),
        "allAnswered": pgettext("field", "all answered"),
        "answered": pgettext("field", "{n} of {of} answered"),
        "answerIn": pgettext("field", " The street answers within {n} working days."),
        "back": pgettext("field", "Back"),
        "backspace": pgettext("field", "Delete the last digit"),
        "canFix": pgettext("field", "Can it be put right now?"),
        "cannotFix": pgettext("field", "Not now"),
        "caseDue": pgettext("field", "due {day}"),
        "caseWaits": pgettext("field", "{said} at {at}, on its way"),
        "checkBegin": pgettext("field", "Begin the inspection"),
        "checkGoOn": pgettext("field", "Go on with the inspection"),
        "colon": pgettext("field", ": "),
        "comma": pgettext("field", ", "),
        "conforms": pgettext("field", "Conforms"),
        "dictate": pgettext("field", "The microphone on the keyboard writes what you say."),
        "digits": pgettext("field", "{n} of 6 digits"),
        "done": pgettext("field", "Done"),
        "doorLocked": pgettext("field", "Door locked"),
        "dropPhoto": pgettext("field", "Remove this photo"),
        "dueOn": pgettext("field", "Was due on {day}"),
        "echoesEmpty": pgettext(
            "field",
            "When a problem you reported is put right, it says so here.",
        ),
        "echoesN": pgettext("field", "Answers {n}"),
        "echoesNone": pgettext("field", "No answers yet"),
        "echoesTitle": pgettext("field", "{n} answers"),
        "elseStreet": pgettext("field", "without a choice it goes to the street"),
        "endAsk": pgettext(
            "field",
            "End the visit with {n} problems? Nothing can be added after that.",
        ),
        "endDo": pgettext("field", "End the inspection"),
        "endedText": pgettext(
            "field",
            "This phone was signed out at the office or reported lost. What it carried "
            "has been removed.",
        ),
        "endedTitle": pgettext("field", "This phone is signed out"),
        "enrolDo": pgettext("field", "Set up this phone"),
        "enrolFailed": pgettext(
            "field",
            "Not set up: the network is down or the sign-in is over. Sign in again and "
            "try once more.",
        ),
        "enrolOffline": pgettext(
            "field",
            "There is no signal. Setting up a phone needs the network once; after that "
            "it works without.",
        ),
        "enrolSignIn": pgettext(
            "field",
            "Sign in once with your own account, then this page goes on.",
        ),
        "enrolSub": pgettext("field", "once; after that it works without signal"),
        "enrolTitle": pgettext("field", "Set up this phone"),
        "factDue": pgettext("field", "Due"),
        "factLast": pgettext("field", "Last time"),
        "factList": pgettext("field", "Checklist"),
        "factNever": pgettext("field", "nobody has been here yet"),
        "factNoDue": pgettext("field", "nothing is due here"),
        "factPhone": pgettext("field", "Telephone"),
        "fails": pgettext("field", "Fails"),
        "fine": pgettext("field", "All right"),
        "fixBy": pgettext("field", "Put right by"),
    }


def _b() -> dict[str, str]:
    return {
        "fixed": pgettext("field", "Put right now"),
        "fixedHere": pgettext("field", "Put right at once, in the presence of whoever found it"),
        "forgotAsk": pgettext(
            "field",
            "Without the PIN nothing here can be opened. Clear this phone and set it up again?",
        ),
        "forgotDo": pgettext("field", "Clear and set up again"),
        "forgotLoses": pgettext(
            "field",
            "{n} entries are not sent yet and would be lost for good. Clear this phone "
            "all the same?",
        ),
        "forgotPin": pgettext("field", "PIN forgotten"),
        "full": pgettext(
            "field",
            "The phone is almost full: the photo is not kept, the words are",
        ),
        "fullNoFix": pgettext(
            "field",
            "The phone is almost full: without its photo this cannot be kept. Make room, "
            "then try again.",
        ),
        "gone": pgettext("field", "This entry is closed"),
        "inDays": pgettext("field", "in {n} days"),
        "keepIt": pgettext("field", "Keep it"),
        "keptOut": pgettext("field", "They would not let me in"),
        "kilometres": pgettext("field", "{n} km"),
        "lastFailed": pgettext(
            "field",
            "Last time a problem with {what}; see whether it was put right",
        ),
        "left": pgettext("field", "{n} left"),
        "making": pgettext("field", "Making it smaller…"),
        "maybeMajor": pgettext("field", "May be a major hazard: {what}"),
        "menu": pgettext("field", "Menu"),
        "metres": pgettext("field", "{n} m"),
        "nearFirst": pgettext("field", "nearest first"),
        "needAnswers": pgettext(
            "field",
            "Some items have no answer yet. “Not checked” with a reason is an answer too.",
        ),
        "needCertificate": pgettext(
            "field",
            "One of the officers has no certificate in force on this phone.",
        ),
        "needDates": pgettext("field", "Each point needs a day."),
        "needSecond": pgettext(
            "field",
            "An inspection takes two. Choose the second officer at the top.",
        ),
        "needsInstrument": pgettext("field", "needs an instrument"),
        "nFine": pgettext("field", "all right {n}"),
        "nFound": pgettext("field", "problems {n}"),
        "noAccess": pgettext("field", "could not get there"),
        "nobodyThere": pgettext("field", "Nobody there"),
        "noColleagues": pgettext(
            "field",
            "No colleague is on this phone. With a signal they come by themselves.",
        ),
        "noDate": pgettext("field", "no day yet"),
        "noList": pgettext("field", "No checklist is meant for this kind of place."),
        "noneOpen": pgettext("field", "Nothing open here."),
        "noPack": pgettext(
            "field",
            "What is due today has not arrived yet. With a signal it comes by itself.",
        ),
        "nOpen": pgettext("field", "{n} open"),
        "noPosition": pgettext(
            "field",
            "No position found, as often in basements. The order of the street's list stays.",
        ),
        "noSuchThing": pgettext("field", "there is none here"),
        "notAPicture": pgettext(
            "field",
            "That is not a picture this phone can read. Take it again.",
        ),
        "notApplicable": pgettext("field", "Not applicable"),
        "notCarried": pgettext(
            "field",
            "This phone does not carry this place. It carries what is due today and what "
            "is yours.",
        ),
        "notChecked": pgettext("field", "Not checked"),
        "notDoneHere": pgettext("field", "not done here"),
        "noTime": pgettext("field", "no time"),
        "notIn": pgettext("field", "Not let in, why…"),
        "notLetIn": pgettext("field", "not let in"),
        "notPassed": pgettext("field", "Not put right"),
    }


def _c() -> dict[str, str]:
    return {
        "notSent": pgettext("field", "Not sent: {why}"),
        "notYet": pgettext("field", "Not yet"),
        "notYours": pgettext("field", "Grading and orders are not yours to do. "),
        "nRefused": pgettext("field", "not let in {n}"),
        "officers": pgettext("field", "Officers: {names}"),
        "offline": pgettext("field", "No signal; go on as usual"),
        "offlineKept": pgettext(
            "field",
            "No signal; go on as usual. {n} kept, sent by itself with a signal",
        ),
        "oneMore": pgettext("field", "One more"),
        "onFile": pgettext("field", "On file"),
        "onItsWay": pgettext("field", "Being sent. Leave if you like, it goes on"),
        "onlineOnly": pgettext(
            "field",
            "This browser cannot keep anything on the phone safely. Open this page in "
            "Chrome, Edge or Safari, or report on the page now, with the network.",
        ),
        "onlineReport": pgettext("field", "Report on the page"),
        "onlineTitle": pgettext("field", "Only with the network here"),
        "onPhone": pgettext("field", "Kept on this phone"),
        "openCases": pgettext("field", "Open cases"),
        "opening": pgettext("field", "Opening…"),
        "openOnline": pgettext("field", "Open with the network"),
        "orderAsk": pgettext(
            "field",
            "Issue the order to {name}, {n} points? Its number is used up by that.",
        ),
        "orderDo": pgettext("field", "Issue the order"),
        "orderItems": pgettext("field", "Points"),
        "orderMake": pgettext("field", "To the paper"),
        "orderOpen": pgettext("field", "Order to put right"),
        "others": pgettext("field", "{n} more places are yours"),
        "outboxEmpty": pgettext("field", "Everything is sent"),
        "outboxN": pgettext("field", "To send {n}"),
        "outboxNothing": pgettext(
            "field",
            "What you enter appears here until a day after it has arrived.",
        ),
        "outboxOffline": pgettext("field", "no signal; sent by itself later"),
        "outboxOnline": pgettext("field", "sent by itself"),
        "outboxWaits": pgettext("field", "{n} to send"),
        "paperHint": pgettext("field", "the office prints the same number and the same digest"),
        "passAsk": pgettext("field", "Note as put right, seen on site: {what}"),
        "passed": pgettext("field", "Put right"),
        "phoneName": pgettext("field", "Name of this phone"),
        "photo": pgettext("field", "Photo"),
        "photoFree": pgettext("field", "optional"),
        "photoNeeded": pgettext("field", "this item asks for one"),
        "pin": pgettext("field", "PIN, six digits"),
        "pinAgain": pgettext("field", "The same PIN again"),
        "pinDiffers": pgettext("field", "The two PINs differ. Enter both again."),
        "pinShape": pgettext("field", "The PIN has six digits."),
        "pinSimple": pgettext(
            "field",
            "Six times the same digit is too easy. Choose another PIN.",
        ),
        "pinWait": pgettext("field", "Too many wrong PINs. Wait {n} seconds."),
        "pinWhy": pgettext(
            "field",
            "The PIN opens this phone's entries without a network. It never leaves the "
            "phone; nobody can look it up.",
        ),
        "pinWrong": pgettext("field", "Wrong PIN. Try again."),
        "print": pgettext("field", "Print"),
        "problem": pgettext("field", "A problem"),
    }


def _d() -> dict[str, str]:
    return {
        "received": pgettext("field", "Received {at}"),
        "refusedEntry": pgettext("field", "They refuse the inspection"),
        "restConforms": pgettext("field", "The other {n} here conform"),
        "sayOne": pgettext("field", "Say it"),
        "semicolon": pgettext("field", "; "),
        "shut": pgettext("field", "Closed down"),
        "signIn": pgettext("field", "Sign in"),
        "silent": pgettext(
            "field",
            "This phone has not reached the node for 14 days, so what it carried has "
            "been removed. {n} unsent entries are still here; sign in as the same person "
            "and they are sent.",
        ),
        "sortNear": pgettext("field", "sort by distance"),
        "spoil": pgettext("field", "Void"),
        "spoilAsk": pgettext(
            "field",
            "Void this paper? Its number stays in the register as void.",
        ),
        "spoilReason": pgettext("field", "Misprinted on the spot"),
        "spotKey": pgettext("field", "Filled: the place. Ring: you, as far as known."),
        "spotLabel": pgettext("field", "{name} lies in {cell}"),
        "statement": pgettext(
            "field",
            "Received as a statement, not as an act: {why} Somebody at the office looks at it.",
        ),
        "stillThere": pgettext("field", "Still there: {what}"),
        "storedHere": pgettext(
            "field",
            "Kept on this phone, also when it is switched off; sent by itself with a signal",
        ),
        "takeOne": pgettext("field", "Take one"),
        "tapSaves": pgettext("field", "one tap keeps it, another takes it back"),
        "thisDevice": pgettext("field", "This computer"),
        "today": pgettext("field", "Today"),
        "todayDone": pgettext("field", "Today's round is done"),
        "todayLeft": pgettext("field", "{n} places left today"),
        "todayNone": pgettext("field", "Nothing is due today"),
        "tryNow": pgettext("field", "Try now"),
        "understood": pgettext("field", "Understood"),
        "undo": pgettext("field", "Take back"),
        "undoAsk": pgettext("field", "Take back today's entry for {name}? The record keeps both."),
        "undone": pgettext("field", "Taken back"),
        "unlockSub": pgettext("field", "what lies on this phone is sealed"),
        "unlockTitle": pgettext("field", "Enter your PIN"),
        "unlockWaits": pgettext("field", "{n} entries on this phone"),
        "unsafeToEnter": pgettext("field", "Not safe to enter"),
        "until": pgettext("field", "until"),
        "untilAll": pgettext("field", "Until when, all points"),
        "unverified": pgettext("field", "basis not verified"),
        "walked": pgettext("field", "{n} places done"),
        "whatProblem": pgettext("field", "What is the problem?"),
        "whatRemains": pgettext("field", "What remains?"),
        "where": pgettext("field", "Where it is"),
        "whyFound": pgettext("field", "On this visit only the problem was noted"),
        "whyNoPhoto": pgettext("field", "Found, but without the photo this item asks for"),
        "whyNot": pgettext("field", "Why not?"),
        "whyNotIn": pgettext("field", "Why did you not get in?"),
        "whyPatrol": pgettext("field", "A patrol looks only at what is listed"),
    }
