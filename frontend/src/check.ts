/** The page behind the code of a slip: it compares with the link, not with what the server says. */
import { Desk } from "./proof/desk";
import { load } from "./proof/fetching";
import { said } from "./proof/show";
import { type Known, type Slip, slipOf } from "./proof/verdict";
import { languageOf, Words } from "./proof/words";

interface Given {
  known: Known;
  kinds: Record<string, string>;
}

function start(place: HTMLElement): void {
  const given = JSON.parse(document.getElementById("check")?.textContent ?? "{}") as Given;
  const words = new Words(languageOf(document.documentElement.lang), given.kinds);
  const desk = new Desk(place, words);
  const again = document.querySelector<HTMLButtonElement>("[data-again]");
  const slip = slipOf(location.href);
  if (!slip) return said(place, words.say("badLink"));

  const fill = async (): Promise<void> => {
    const found = await load(location.pathname.replace(/\/$/, ""), slip.key);
    if (!found) said(place, words.say("offline"));
    else if ("why" in found)
      desk.tell({ tone: found.why === "waiting" ? "amber" : "red", why: found.why });
    else desk.lay({ ...found, slip, known: given.known, given: slip.key });
    if (again) again.hidden = false;
  };
  again?.addEventListener("click", () => (desk.empty ? void fill() : desk.check()));
  follow(slip);
  void fill();
}

/** A fingerprint added behind the address later counts as well: the page begins anew. */
function follow(slip: Slip): void {
  window.addEventListener("hashchange", () => {
    if (slipOf(location.href)?.key !== slip.key) location.reload();
  });
}

const place = document.querySelector<HTMLElement>("[data-verdict]");
if (place) start(place);
