/** What lies on the table: loaded once, checked as often as one likes, without the network. */
import { show } from "./show";
import { type Asked, judge, type Verdict } from "./verdict";
import type { Words } from "./words";

type Given = Pick<Asked, "entry" | "proof" | "slip" | "known" | "given">;

export class Desk {
  private readonly place: HTMLElement;
  private readonly words: Words;
  private lying: Given | undefined;
  private same = false;
  private other = false;
  private before: Verdict | undefined;

  constructor(place: HTMLElement, words: Words) {
    this.place = place;
    this.words = words;
  }

  get empty(): boolean {
    return this.lying === undefined;
  }

  lay(given: Given): void {
    this.lying = given;
    this.same = this.other = false;
    this.before = undefined;
    this.check();
  }

  /** Says the same of what could not even be laid here. */
  tell(verdict: Verdict): void {
    this.lying = undefined;
    this.before = undefined;
    this.draw(verdict, "checkedAt");
  }

  check(): void {
    if (!this.lying) return;
    const judged = judge({ ...this.lying, same: this.same });
    const verdict: Verdict =
      this.other && judged.tone !== "red" ? { ...judged, tone: "red", why: "other-key" } : judged;
    const again = this.before?.why === verdict.why ? "agrees" : "changed";
    this.draw(verdict, this.before ? again : "checkedAt");
    this.before = verdict;
  }

  private draw(verdict: Verdict, how: "checkedAt" | "agrees" | "changed"): void {
    const answers = {
      same: () => this.answered("same"),
      differs: () => this.answered("other"),
    };
    const time = new Date().toTimeString().slice(0, 8);
    show(this.place, verdict, this.words, answers, this.words.say(how, { time }));
  }

  private answered(how: "same" | "other"): void {
    this[how] = true;
    this.before = undefined;
    this.check();
  }
}
