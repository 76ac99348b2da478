"""The slip of each act: before and after it has its place, and for whom."""

import re

import pytest

from anhuan.base.sign import holds
from anhuan.cases.queries import case_file, timeline
from anhuan.kernel.case import Action
from anhuan.kernel.merkle import leaf_hash
from anhuan.kernel.note import Algorithm, Signer
from anhuan.kernel.received import open_received
from anhuan.kernel.slip import slip_of
from anhuan.ledger import keys
from anhuan.ledger.models import Witness
from anhuan.ledger.queries import stored
from anhuan.ledger.sequencer import Sequencer
from tests import factories as make
from tests.kernel.signing import signer
from tests.modules.cases.town import Loop, build, enter, photo

pytestmark = pytest.mark.django_db
BASE = "anhuan.example"
WITNESS = signer("city.example/witness", Algorithm.COSIGNATURE)
QUERIES = 40
"""Of the case page once its acts have their places: two more than while all of them wait."""
SLIP = 17


@pytest.fixture
def write(settings, tmp_path):
    """Writes what waits into the log, confirmed by nobody or by a witness."""
    settings.DATA_DIR, settings.LOG_BASE = tmp_path, BASE
    keys.made_at_first()

    def written(witness: Signer | None = None) -> None:
        def cosign(note, nodes):
            at = int(make.AT.timestamp())
            return [witness.signature(note.text, at)] if witness else []

        with Sequencer(signers=keys.signers, base=BASE, cosign=cosign) as one:
            one.step(make.AT, 2026)

    return written


def marks(browser, number):
    html = browser.get(f"/cases/{number}/?all=1").content.decode()
    return re.findall(rf'<a href="/cases/{number}/acts/(\d+)/">([^<]*)</a>', html)


def slip_page(browser, number, version=1):
    return browser.get(f"/cases/{number}/acts/{version}/").content.decode()


def test_mark_says_how_far_the_record_of_an_act_is(town, browser_of, write):
    number = enter(town, town.officer).number
    browser = browser_of(town.officer)
    before = marks(browser, number)
    write()
    alone = marks(browser, number)
    Witness.objects.create(name=WITNESS.key.name, key=str(WITNESS.key), url="https://city.example")
    enter(town, town.officer)
    write(WITNESS)

    assert (before, [word for _, word in alone]) == (
        [("1", "存证待编号")],
        [re.sub(r"\d+", str(place(town, number)), "存证 0")],
    )
    assert marks(browser, number) == [("1", f"{alone[0][1]}，已见证")]
    assert "city.example/witness 已见证，2026-05-11 周一 10:00。" in (
        browser.get(f"/cases/{number}/").content.decode()
    )


def place(town, number):
    return stored(first_act(town, number).fact_id).position


def first_act(town, number):
    return timeline(town.officer, case_file(town.officer, number).case.id)[0]


def test_page_asks_the_same_of_the_log_for_one_act_and_for_many(
    town, browser_of, write, django_assert_num_queries
):
    number = enter(town, town.officer).number
    browser = browser_of(town.officer)
    write()
    browser.get(f"/cases/{number}/")
    with django_assert_num_queries(QUERIES):
        browser.get(f"/cases/{number}/")
    loop = Loop(town, number)
    for day in range(3):
        loop.do(Action.NOTE, town.colleague, photo(town.colleague, shade=40 + day), note="去看过")
    write()
    with django_assert_num_queries(QUERIES):
        browser.get(f"/cases/{number}/")
    with django_assert_num_queries(SLIP):
        slip_page(browser, number, 2)


def test_slip_before_its_place_offers_the_signed_word_of_the_node(town, browser_of, write):
    number = enter(town, town.officer).number
    browser = browser_of(town.officer)

    html = slip_page(browser, number)
    answer = browser.get(f"/cases/{number}/acts/1/received")

    found = open_received(answer.content, [keys.receiving().key], holds)
    assert found.leaf == leaf_hash(stored(first_act(town, number).fact_id).entry)
    assert (found.at, found.within) == (make.AT, 86_400)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{number}-1.received"'
    assert re.findall(r'<h1 class="sentence">(.*?)<', html) == ["已收到，等编号"]
    assert "<svg" not in html.partition('class="slip-cols"')[2].partition("</article>")[0].replace(
        '<svg class="icon"', ""
    )


def test_slip_tells_the_post_and_no_name(town, browser_of, write):
    number = enter(town, town.officer).number
    write()

    html = slip_page(browser_of(town.officer), number)

    article = html.partition("<article")[2].partition("</article>")[0]
    assert re.findall(r"<dd>(.*?)</dd>", article)[:4] == [
        "登记",
        number,
        "枫林安监站 副站长",
        "2026-05-11 周一 10:00",
    ]
    assert "陈立" not in article


def test_slip_carries_link_fingerprint_and_words_of_its_entry(town, browser_of, write):
    number = enter(town, town.officer).number
    write()
    browser = browser_of(town.officer)

    html = slip_page(browser, number)

    (link,) = re.findall(r'class="slip-link">(.*?)<', html)
    (key,) = re.findall(r'class="slip-key">(.*?)<', html)
    (check, proof) = re.findall(r'href="(/log/2026/[^"]*)"', html)
    slip = slip_of(link)
    assert slip.leaf == leaf_hash(stored(first_act(town, number).fact_id).entry)
    assert check == link.replace("https://anhuan.example", "") + "#" + key.replace(" ", "")
    assert browser.get(proof).content.startswith(b"c2sp.org/tlog-proof@v1\n")


def test_slip_of_a_case_out_of_sight_is_not_there(town, browser_of, write):
    number = enter(town, town.officer).number
    stranger = browser_of(build().officer)

    answers = [
        stranger.get(f"/cases/{number}/acts/1/"),
        stranger.get(f"/cases/{number}/acts/1/received"),
        browser_of(town.officer).get(f"/cases/{number}/acts/9/"),
        browser_of(town.officer).get(f"/cases/{number}/acts/{10**30}/"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 4
