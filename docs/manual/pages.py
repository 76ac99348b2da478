"""Every page of the product, once: for the manual, its pictures and the browser tests.

A page is opened by one of the demo's people. Where its address holds an identifier, ``link``
names the link to follow from ``path``.
"""

from dataclasses import dataclass
from typing import Final

CASE: Final = "/cases/C-2026-000318/"
"""The case of the pictures: a blocked exit at 恒泰家具, in its second round."""
FIRM_CASE: Final = f"/firm{CASE}"


@dataclass(frozen=True)
class Page:
    """One page: who opens it where, and what the manual says of it (中文, English)."""

    name: str
    user: str
    path: str
    title: tuple[str, str]
    whom: tuple[str, str]
    decides: tuple[str, str]
    link: str = ""


@dataclass(frozen=True)
class Part:
    """The pages of one audience."""

    title: tuple[str, str]
    pages: tuple[Page, ...]


OFFICER: Final = ("监管人员、审批人、委办", "Officers, approvers, committee offices")
FIRM: Final = ("企业安全员、企业负责人", "Safety officers and heads of firms")
LEADER: Final = ("领导", "Leaders")
ADMIN: Final = ("管理员", "Administrators")
ALL: Final = ("每个人", "Everybody")

DESK: Final = (
    Page(
        "work",
        "chenli",
        "/work/",
        ("我的待办", "My work"),
        OFFICER,
        (
            "下班前必须办什么：先已超期，再今天，再本周和下周；右边是等别人办的和你发现的有回音。",
            "What must be done before leaving: overdue first, then today, then this and next "
            "week; beside it what waits for others and what became of what you found.",
        ),
    ),
    Page(
        "work-empty",
        "admin",
        "/work/",
        ("我的待办：今天没有", "My work: nothing today"),
        OFFICER,
        (
            "没有要办的时，说原因和下一件在哪天。",
            "With nothing to do it says why, and on which day the next one is.",
        ),
    ),
    Page(
        "ledger",
        "linjie",
        "/ledger/",
        ("台账", "Ledger"),
        OFFICER,
        (
            "哪些行有麻烦、在谁手里。筛选、全文查找、排序、常用视图、选列；看到什么就导出什么。",
            "Which rows are in trouble, and with whom. Filters, full-text search, sorts, saved "
            "views, columns; the export holds exactly what is shown.",
        ),
    ),
    Page(
        "ledger-none",
        "linjie",
        "/ledger/?q=%E7%81%AB%E7%AE%AD",
        ("台账：没有符合的", "Ledger: no such row"),
        OFFICER,
        (
            "这些条件下没有时，说去掉哪个条件会有多少。",
            "Where no row fits, it says which condition to drop and how many there are then.",
        ),
    ),
    Page(
        "views",
        "linjie",
        "/ledger/views/",
        ("常用视图", "Saved views"),
        OFFICER,
        (
            "把一组条件和列存下来，下次一点就到。",
            "Keep a set of conditions and columns, and have it again with one click.",
        ),
    ),
    Page(
        "ledger-print",
        "linjie",
        "/ledger/print/",
        ("台账打印", "Ledger on paper"),
        OFFICER,
        (
            "黑白 A4，写明条件、截至时间和页数。",
            "Black on white A4 with its conditions, cut-off and page numbers.",
        ),
    ),
    Page(
        "case",
        "chenli",
        CASE,
        ("事项", "Case"),
        OFFICER,
        (
            "轮到你没有、具体做什么：状态、球在谁手里、期限、能办和不能办的、前后照片、经过。",
            "Whether it is your turn and what exactly to do: state, ball, deadline, acts granted "
            "and refused with the reason, photos before and after, everything done.",
        ),
    ),
    Page(
        "act",
        "chenli",
        f"{CASE}return/",
        ("办一步：复查不合格", "An act: recheck failed"),
        OFFICER,
        (
            "一步一张表，只问系统不知道的；办不成时在原处说缺什么、怎么办。",
            "One form for each act; it asks only what is not known, and where the act is refused "
            "it says in place what is missing.",
        ),
    ),
    Page(
        "sheet",
        "chenli",
        f"{CASE}sheet/",
        ("事项单", "Case sheet"),
        OFFICER,
        (
            "带到现场的一页 A4：地点、问题、期限、责任人、经过。",
            "The A4 page taken along: place, problem, deadline, who answers, what was done.",
        ),
    ),
    Page(
        "new",
        "chenli",
        "/cases/new/",
        ("登记问题", "New case"),
        OFFICER,
        (
            "发现了什么、在哪里；存之前先给你看是不是已经有人登记过。",
            "What was found and where; open cases that may be the same are shown before saving.",
        ),
    ),
    Page(
        "search",
        "chenli",
        "/search/?q=%E6%81%92%E6%B3%B0",
        ("查找", "Search"),
        OFFICER,
        (
            "按编号、单位、问题、人名一处查。",
            "Numbers, firms, problems and names in one place.",
        ),
    ),
    Page(
        "sites",
        "chenli",
        "/sites/",
        ("企业档案", "Firms and places"),
        OFFICER,
        (
            "管哪些单位、哪些有未结问题。",
            "Which firms are yours, which have open cases.",
        ),
    ),
    Page(
        "site",
        "chenli",
        CASE,
        ("一企一档", "One firm"),
        OFFICER,
        (
            "这家是谁、谁负责、有哪些未结和办结的事项。",
            "Who this firm is, who answers for it, which cases are open and ended.",
        ),
        link=".sub a[href^='/sites/']",
    ),
    Page(
        "map",
        "linjie",
        "/map/",
        ("责任地图", "Map of duties"),
        OFFICER,
        (
            "哪里没有人、从哪天起、眼下谁顶着。左边的树能代替地图。",
            "Where nobody answers, since when, and who stands in. The tree replaces the map.",
        ),
    ),
)

FIRMS: Final = (
    Page(
        "firm",
        "wangjianguo",
        "/firm/",
        ("要办", "To do"),
        FIRM,
        (
            "先做什么、几号前、怎么查；等别人办的在下面。",
            "What to do first, by when, how it is checked; below what waits for others.",
        ),
    ),
    Page(
        "firm-case",
        "wangjianguo",
        FIRM_CASE,
        ("一件事项", "One case"),
        FIRM,
        (
            "哪里不合格、要怎么改、改完交什么。",
            "What did not pass, how to put it right, what to hand in.",
        ),
    ),
    Page(
        "firm-act",
        "wangjianguo",
        f"{FIRM_CASE}note/",
        ("写说明", "A note"),
        FIRM,
        (
            "签收、五定、报完成、申请延期、写说明都是这样一张表，可以拍照。",
            "Signing, settling the five, reporting done, asking for time and notes are forms like "
            "this one, with photos.",
        ),
    ),
    Page(
        "firm-trouble",
        "wangjianguo",
        f"{FIRM_CASE}trouble/",
        ("有困难", "In trouble"),
        FIRM,
        (
            "改不了时怎么办：要时间、写说明、找人。",
            "What to do when it cannot be done: ask for time, write a note, call.",
        ),
    ),
    Page(
        "firm-check",
        "wangjianguo",
        "/firm/check/",
        ("自查", "Own check"),
        FIRM,
        ("自己查出的问题，记下就有人管。", "What the firm found itself, with an owner at once."),
    ),
    Page(
        "firm-file",
        "wangjianguo",
        "/firm/file/",
        ("我厂档案", "Our file"),
        FIRM,
        ("政府这边记着我厂什么。", "What is on file about the firm."),
    ),
    Page(
        "firm-people",
        "wangjianguo",
        "/firm/people/",
        ("找人", "Whom to call"),
        FIRM,
        ("谁管我厂，一点就能打。", "Who is in charge of the firm, one tap from a call."),
    ),
)

ACCOUNT: Final = (
    Page(
        "sign-in",
        "",
        "/sign-in/",
        ("登录", "Sign in"),
        ALL,
        ("用登录名和密码进来。", "Name and password."),
    ),
    Page(
        "join",
        "",
        "/join/",
        ("用邀请码开户", "Join by invitation"),
        ALL,
        ("拿到邀请码的人自己定登录名和密码。", "Who has a code chooses a name and a password."),
    ),
    Page(
        "reset",
        "",
        "/reset/",
        ("重设密码", "Reset the password"),
        ALL,
        (
            "忘了密码：找管理员要重设码，不靠邮件。",
            "Forgotten: the administrator gives a code, no mail is needed.",
        ),
    ),
    Page(
        "me",
        "chenli",
        "/me/",
        ("我的岗位和登录", "My posts and sign-in"),
        ALL,
        ("我在哪些岗位上，语言，密码和会话。", "My posts, language, password and sessions."),
    ),
    Page(
        "password",
        "chenli",
        "/me/password/",
        ("改密码", "Change the password"),
        ALL,
        ("换一个新密码，别处的登录同时失效。", "A new password; sign-ins elsewhere end."),
    ),
    Page(
        "sessions",
        "chenli",
        "/me/sessions/",
        ("登录着的地方", "Where I am signed in"),
        ALL,
        ("哪些设备登录着，不认识的就退掉。", "Which devices are signed in; end the unknown."),
    ),
    Page(
        "two-factor",
        "chenli",
        "/me/two-factor/",
        ("两步登录", "Two-factor sign-in"),
        ALL,
        ("密码之外再加一道手机上的码。", "A code on the telephone besides the password."),
    ),
    Page(
        "tokens",
        "chenli",
        "/me/tokens/",
        ("接口令牌", "Tokens for programs"),
        ALL,
        (
            "给程序用的令牌：能做什么、哪天到期、随时吊销。",
            "What each may do, until when.",
        ),
    ),
    Page(
        "suggest",
        "chenli",
        "/suggest/",
        ("问题或建议", "Problem or suggestion"),
        ALL,
        ("对本平台有意见，写下就有人答。", "Complain about this program, and get an answer."),
    ),
    Page(
        "suggest-find",
        "",
        "/suggest/find/",
        ("查答复", "Find the answer"),
        ALL,
        ("凭编号看答复，不用登录。", "By its number, without signing in."),
    ),
)

PARTS: Final = (
    Part(("办公桌", "Desk"), DESK),
    Part(("企业", "Firm"), FIRMS),
    Part(("账号", "Account"), ACCOUNT),
)
PAGES: Final = tuple(page for part in PARTS for page in part.pages)
SIZES: Final = {"desk": (1440, 900), "phone": (390, 844)}
