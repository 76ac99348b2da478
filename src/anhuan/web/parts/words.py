"""The few words that the browser code itself has to say."""

from django.utils.translation import gettext as _


def browser_words() -> dict[str, str]:
    return {
        "cancel": _("Not yet"),
        "close": _("Close"),
        "copied": _("Link copied."),
        "copyFailed": _("Could not copy. Mark the address and copy it by hand."),
        "draftKept": _("Draft kept at {time}"),
        "draftFound": _("What you typed at {time} is back."),
        "draftDrop": _("Start afresh"),
        "keysTitle": _("Keys"),
        "keySearch": _("search"),
        "keyRows": _("next and previous row"),
        "keyOpen": _("open the row"),
        "keyPick": _("tick the row"),
        "keyProblems": _("next and previous problem row"),
        "keyList": _("this list"),
        "keysOff": _("Switch keys off"),
        "keysOn": _("Switch keys on"),
        "lost": _("Not sent: the network is down. What you wrote is still here; try again."),
        "photoSmaller": _("{name}: made smaller, {from} to {to}"),
        "photoKept": _("{name}: {to}, sent as it is"),
        "picked": _("{n} ticked"),
        "pair": _("Side by side"),
        "fullSize": _("Full size"),
        "fit": _("Fit"),
        "earlier": _("Earlier"),
        "later": _("Later"),
        "fingerprint": _("Fingerprint"),
        "pickFile": _("Choose a file"),
        "pickFiles": _("Choose files"),
        "noFile": _("none chosen yet"),
        "someFiles": _("{n} files"),
    }
