/** From what was tapped to the acts that are sent (docs/field.md §2 and §4). */
import type { Json } from "./canon";
import { newId, type Stamp, stamp } from "./ids";
import { lookedAt } from "./places";
import type {
  Answered,
  Checklist,
  Draft,
  Given,
  Item,
  Pack,
  Paper,
  Photo,
  Place,
  Problem,
  Result,
  Wish,
} from "./shapes";

/** Reasons that the record keeps, in the words of the page. */
export interface Reasons {
  /** Only what a patrol looks at was looked at. */
  patrol: string;
  /** A problem was noted; the rest was not gone through. */
  found: string;
  /** The rule asks for a picture and there is none. */
  noPhoto: string;
}

/** A draft that becomes a re-check of a case, and no visit. */
export const RECHECK = "recheck";
const NO_VISIT = ["patrol", RECHECK];

/** The inspection of a place that is under way here. */
export function inspectionOf(drafts: Draft[], site: string): Draft | undefined {
  return drafts.find((one) => one.site === site && !NO_VISIT.includes(one.kind));
}

export function newDraft(place: Place, kind: string, lists: Pack["lists"] = {}): Draft {
  const list = place.lists[0] ?? "";
  return {
    visit: newId(),
    kind,
    site: place.site,
    place: place.name,
    list,
    look: lookedAt(lists[list], place),
    plan: place.due?.plan ?? "",
    opened: stamp(),
    problems: [],
    answers: {},
    officers: [],
    papers: [],
    dues: {},
    full: false,
  };
}

export function openWish(draft: Draft): Wish {
  const given: Given = { kind: draft.kind, site: draft.site, checklist: draft.list };
  if (draft.plan) given["plan"] = draft.plan;
  return { what: "visit.open", about: draft.visit, given, ...draft.opened };
}

function answerWish(draft: Draft, list: Checklist | undefined, why: Reasons, at: Stamp): Wish[] {
  if (!list) return [];
  const answers = list.items.map((item) => answerOf(item, draft, why));
  return [{ what: "visit.answer", about: draft.visit, given: { answers }, ...at }];
}

function answerOf(item: Item, draft: Draft, why: Reasons): Json {
  const exhibits = exhibitsOf(item, draft.problems);
  const found = draft.problems.some((one) => one.item === item.code);
  const given = draft.answers[item.code];
  const { answer, reason } = found ? failed(item, exhibits, why) : (given ?? silent(item));
  return { item: item.code, answer, reason, exhibits };

  /** Nobody said anything of it: never a false "conforms". */
  function silent(one: Item): Answered {
    const looked = !draft.problems.length && draft.look.includes(one.code);
    if (looked) return { answer: "conforms", reason: "" };
    return { answer: "not-checked", reason: draft.problems.length ? why.found : why.patrol };
  }
}

function exhibitsOf(item: Item, problems: Problem[]): number {
  const own = problems.filter((one) => one.item === item.code);
  return own.reduce((sum, one) => sum + one.photos.length, 0);
}

function failed(item: Item, exhibits: number, why: Reasons): Answered {
  if (item.photo && !exhibits) return { answer: "not-checked", reason: why.noPhoto };
  return { answer: "fails", reason: "" };
}

function findWishes(draft: Draft, list: Checklist | undefined): Wish[] {
  return draft.problems.map((one) => {
    const item = list?.items.find((each) => each.code === one.item);
    const given: Given = {
      case: one.case,
      item: one.item,
      description: one.text,
      part: one.part,
      photos: one.photos as unknown as Json[],
    };
    if (!item) given["domain"] = list?.items[0]?.domain ?? "safety";
    return { what: "visit.find", about: draft.visit, given, ...one.at };
  });
}

/** Put right on the spot: only with the picture of it, as the rule asks. */
function fixWishes(draft: Draft, list: Checklist | undefined, measure: string): Wish[] {
  const fixed = draft.problems.filter((one) => one.fixed === "yes" && one.after.length);
  return fixed.map((one) => {
    const item = list?.items.find((each) => each.code === one.item);
    const photos = one.after as unknown as Json[];
    const given: Given = { act: "fix_on_spot", given: { measure: item?.fix || measure }, photos };
    return { what: "case.act", about: one.case, given, ...one.at };
  });
}

/** A paper goes with its number; one that was spoilt gives the number back as void. */
function paperWish(draft: Draft, one: Paper): Wish {
  const { form, lease, serial, provisional, content, digest, cases } = one;
  if (one.spoilt) {
    const given = { form, lease, serial, reason: one.spoilt };
    return { what: "document.spoil", about: one.id, given, ...one.at };
  }
  const numbered: Given = lease ? { lease, serial } : { provisional };
  const given = { form, ...numbered, visit: draft.visit, cases, content, digest };
  return { what: "document.issue", about: one.id, given, ...one.at };
}

function beginWishes(draft: Draft): Wish[] {
  const { officers, visit: about, opened } = draft;
  const joined = officers.map((officer): Wish => ({
    what: "visit.join",
    about,
    given: { officer },
    ...opened,
  }));
  return [openWish(draft), ...joined];
}

/** A whole visit: begun, found, answered, ended, and what was put right at once. */
export function visitWishes(
  draft: Draft,
  list: Checklist | undefined,
  words: { reasons: Reasons; measure: string },
  at: Stamp = stamp(),
): Wish[] {
  const end: Wish = { what: "visit.end", about: draft.visit, given: {}, ...at };
  return [
    ...beginWishes(draft),
    ...findWishes(draft, list),
    ...answerWish(draft, list, words.reasons, at),
    end,
    ...fixWishes(draft, list, words.measure),
    ...draft.papers.map((one) => paperWish(draft, one)),
  ];
}

/** Not let in, nobody there, shut: never counted as all right. */
export function refusedWishes(
  draft: Draft,
  refusal: string,
  description: string,
  at: Stamp = stamp(),
): Wish[] {
  const given = { refusal, description };
  const refused: Wish = { what: "visit.refuse_entry", about: draft.visit, given, ...at };
  return [...beginWishes(draft), refused, ...draft.papers.map((one) => paperWish(draft, one))];
}

export function voidWish(visit: string): Wish {
  const given = { void_reason: "wrong-place", reason: "" };
  return { what: "visit.void", about: visit, given, ...stamp() };
}

export function problemOf(item: string, text: string): Problem {
  const at = stamp();
  return { case: newId(), item, text, part: "", photos: [], after: [], fixed: "", at };
}

export function photosOf(draft: Draft): Photo[] {
  return draft.problems.reduce<Photo[]>((all, one) => [...all, ...one.photos, ...one.after], []);
}

export function resultOf(draft: Draft): Result {
  return draft.problems.length ? "found" : "fine";
}

export interface Likely {
  item: string;
  text: string;
}

/** The likely problems of a place: of each item it looks at the first, then the second. */
export function likely(list: Checklist | undefined, look: string[], most = 6): Likely[] {
  if (!list) return [];
  const order = look.length ? look : list.items.map((item) => item.code);
  const items = order.map((code) => list.items.find((item) => item.code === code));
  const rounds = [0, 1, 2, 3, 4, 5, 6, 7];
  const all = rounds.reduce<Likely[]>((found, n) => {
    const next = items.filter((item) => item?.common[n]);
    return [...found, ...next.map((item) => ({ item: item!.code, text: item!.common[n]! }))];
  }, []);
  return all.slice(0, most);
}
