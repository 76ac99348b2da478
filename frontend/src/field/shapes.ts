/** What the phone carries and keeps; names as in docs/field.md. */
import type { Json } from "./canon";
import type { Stamp } from "./ids";

export type Point = [number, number];
export type Given = Record<string, Json>;

export interface Photo {
  sha256: string;
  original: string;
  taken_at: string;
  point: [number, number, number] | null;
  stage: "before" | "after";
}

export interface Act extends Stamp {
  id: string;
  seq: number;
  what: string;
  about: string;
  given: Given;
  seen: Head | null;
  hash: string;
}

/** An act before it has its number. */
export interface Wish extends Stamp {
  what: string;
  about: string;
  given: Given;
}

export interface Head {
  size: number;
  root: string;
}

export type Outcome = "stored" | "done" | "statement" | "malformed";

/** An act as the phone keeps it. `group`: the visit it belongs to, one row of the outbox. */
export interface Kept {
  act: Act;
  group: string;
  site: string;
  place: string;
  said: string;
  result: Result;
  bytes: number;
  outcome: Outcome;
  words: string;
  number: string;
  received_at: string;
}

/** What a day's summary counts; "" for acts that are no visit. */
export type Result = "" | "fine" | "found" | "refused" | "undone";

export interface Item {
  code: string;
  topic: string;
  text: string;
  domain: string;
  basis: string;
  verified: boolean;
  major: string;
  photo: boolean;
  when: string;
  fix: string;
  common: string[];
}

export interface Checklist {
  object: string;
  items: Item[];
  look: string[];
}

export interface OpenCase {
  id: string;
  number: string;
  description: string;
  part: string;
  state: string;
  grade: string;
  due_on: string | null;
  may: string[];
}

export interface Due {
  on: string | null;
  kind: string;
  visit_kind: string;
  plan?: string | null;
  why: string;
}

export interface Place {
  site: string;
  number: string;
  name: string;
  address: string;
  point: Point | null;
  order: number;
  phone: string;
  industry: string;
  lists: string[];
  last: { at: string; kind: string; said: string; failed?: string[] } | null;
  due: Due | null;
  cases: OpenCase[];
}

export interface Lease {
  id: string;
  form: string;
  unit: string;
  word: string;
  year: number;
  from: number;
  to: number;
  next: number;
  pattern: string;
}

export interface Form {
  title: string;
  version: string;
  lines: Record<string, string>;
}

export interface Echo {
  id: string;
  at: string;
  case: string;
  site: string;
  found_on: string | null;
  news: string;
  photo: boolean;
}

export interface Pack {
  at: string;
  node: { code: string; title: string };
  person: {
    id: string;
    name: string;
    seats: { post: string; title: string; unit: string; area: string }[];
    may: string[];
    certificate?: string;
  };
  colleagues: { id: string; name: string; certificate: string }[];
  places: Place[];
  lists: Record<string, Checklist>;
  cells: { name: string; ring: Point[] }[];
  leases: Lease[];
  forms: Record<string, Form>;
  echoes: Echo[];
  waits: { verify_days?: number };
  head: (Head & { at?: string }) | null;
  expires: string;
}

export interface Device {
  id: string;
  secret: string;
  person: string;
  /** The phone's own clock when the node last answered. */
  contact_at: string;
}

export interface Problem {
  case: string;
  item: string;
  text: string;
  part: string;
  photos: Photo[];
  after: Photo[];
  fixed: "" | "yes" | "no";
  at: Stamp;
}

export interface Answered {
  answer: "conforms" | "fails" | "not-applicable" | "not-checked";
  reason: string;
}

/** A paper made on the spot. `spoilt`: why its number is void; "" while it stands. */
export interface Paper {
  id: string;
  form: string;
  lease: string;
  serial: number;
  number: string;
  provisional: string;
  content: Given;
  digest: string;
  cases: string[];
  at: Stamp;
  spoilt: string;
}

/** A visit that is being made. It becomes acts when its screen is left. */
export interface Draft {
  visit: string;
  kind: string;
  site: string;
  place: string;
  list: string;
  /** What a patrol looks at here. */
  look: string[];
  plan: string;
  opened: Stamp;
  problems: Problem[];
  answers: Record<string, Answered>;
  officers: string[];
  papers: Paper[];
  /** Case → the day until which an order gives it. */
  dues: Record<string, string>;
  full: boolean;
}
