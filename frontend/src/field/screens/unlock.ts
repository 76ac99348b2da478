/** The PIN opens what lies here. It never leaves the phone. */
import { say } from "../../words";
import { unlock, waitAfter } from "../lock";
import type { Closet, Store } from "../store";
import { ask, h, head, tap } from "../ui";

export interface Locked {
  closet: Closet;
  waiting: number;
  ready: (store: Store) => unknown;
}

export function unlockScreen(locked: Locked): HTMLElement {
  const told = h("p", { class: "wrong", role: "alert" });
  const dots = h("p", { class: "dots", "aria-live": "polite" });
  let pin = "";
  const show = () => {
    dots.textContent = "●".repeat(pin.length) + "○".repeat(6 - pin.length);
    dots.setAttribute("aria-label", say("digits", { n: pin.length }));
  };
  const press = (digit: string) => async () => {
    pin = digit === "<" ? pin.slice(0, -1) : (pin + digit).slice(0, 6);
    show();
    if (pin.length < 6) return;
    told.textContent = say("opening");
    const wrong = await opened(locked, pin);
    pin = "";
    show();
    told.textContent = wrong;
  };
  show();
  const keys = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "", "0", "<"].map((digit) =>
    digit ? key(digit, press(digit)) : h("span"),
  );
  const typed = (event: KeyboardEvent) => {
    if (/^\d$/.test(event.key)) void press(event.key)();
    if (event.key === "Backspace") void press("<")();
  };
  const main = h("main", { class: "screen plain unlock", tabindex: "-1" });
  main.addEventListener("keydown", typed as (event: Event) => void);
  const sub = locked.waiting ? say("unlockWaits", { n: locked.waiting }) : say("unlockSub");
  main.append(head(say("unlockTitle"), sub), dots, told, h("div", "keys", ...keys));
  main.append(
    h(
      "div",
      "single",
      tap("link", say("forgotPin"), () => forgot(locked)),
    ),
  );
  setTimeout(() => main.focus());
  return main;
}

function key(digit: string, act: () => Promise<void>): HTMLElement {
  return digit === "<" ? tap("key", "⌫", act, { name: say("backspace") }) : tap("key", digit, act);
}

async function opened(locked: Locked, pin: string): Promise<string> {
  const row = await locked.closet.lock();
  if (!row) return say("pinWrong");
  const wait = waitAfter(row, Date.now());
  if (wait) return say("pinWait", { n: Math.ceil(wait / 1000) });
  const found = await unlock(pin, row);
  if (!found) {
    await locked.closet.putLock({ ...row, wrong: row.wrong + 1, wrong_at: Date.now() });
    return say("pinWrong");
  }
  if (row.wrong) await locked.closet.putLock({ ...row, wrong: 0, wrong_at: 0 });
  await locked.ready(locked.closet.opened(found));
  return "";
}

function forgot(locked: Locked): void {
  const n = locked.waiting;
  const question = n ? say("forgotLoses", { n }) : say("forgotAsk");
  ask(question, say("forgotDo"), async () => {
    await locked.closet.wipe();
    location.reload();
  });
}
