/** What the check says, in both languages: the page and the file that is kept say the same. */
import { fill } from "../words";
import type { Why } from "./verdict";

type Pair = readonly [chinese: string, english: string];

const SENTENCES: Record<Why, Pair> = {
  holds: ["凭证是真的，记录没有被改过", "The slip is genuine, the record was not altered"],
  compare: [
    "凭证对得上，还要你比一下这串字母",
    "The slip fits; one thing is left: compare these letters",
  ],
  unwitnessed: ["凭证对得上，还差上级见证", "The slip fits, no witness has confirmed it yet"],
  unknown: [
    "说不准：没有这个记录簿的公钥",
    "This cannot be told: the key of this log is not known here",
  ],
  waiting: [
    "记录在，还没排进签过名的记录簿",
    "The record is here and waits for its place in the signed log",
  ],
  "other-entry": ["对不上：记录或凭证被改过", "It does not fit: record or slip was altered"],
  "other-place": [
    "对不上：记录不在它该在的位置",
    "It does not fit: the record is not in its place",
  ],
  "other-log": ["对不上：拿来的是另一个记录簿", "It does not fit: this comes from another log"],
  "other-key": [
    "对不上：签名的公钥不是凭证上的那个",
    "It does not fit: the key that signed is not the one on the slip",
  ],
  gone: ["对不上：记录簿里没有这一条", "It does not fit: the log has no such record"],
  signature: ["对不上：记录簿的签名是假的", "It does not fit: the signature of the log is false"],
  form: ["对不上：文件不完整或被改过", "It does not fit: a file is incomplete or was altered"],
};

const NEXT: Partial<Record<Why, Pair>> = {
  compare: [
    "下面是记录簿公钥的指纹。和凭证上印的一样，凭证就是真的。",
    "This is the fingerprint of the log's key. If your slip shows the same, it is genuine.",
  ],
  unwitnessed: [
    "过一天再核一次。那时还差，问开出凭证的单位。",
    "Check again in a day; if it is still so, ask the office that gave the slip.",
  ],
  unknown: [
    "到开出凭证的单位的网站上核，或在那里重新下载这个文件。",
    "Check on the site of the office that gave the slip, or download this file there again.",
  ],
  waiting: ["过几分钟再核一次。", "Check again in a few minutes."],
  gone: ["先看链接抄得对不对；对，就", "First see whether the link was copied right. If it was, "],
};

const CALL: Pair = [
  "拿着原来的凭证问开出它的单位，也可以告诉它的上级。",
  "take the original slip to the office that gave it, or tell the level above.",
];

const TEXTS = {
  again: ["再核一次", "Check again"],
  same: ["一样", "They are the same"],
  differs: ["不一样", "They differ"],
  checkedAt: ["{time} 在这台设备上核的", "Checked on this device at {time}"],
  agrees: ["{time} 又核了一遍，结果一样", "Checked again at {time}, with the same result"],
  changed: ["{time} 又核了一遍", "Checked again at {time}"],
  details: ["核了什么", "What was checked"],
  what: ["办了什么", "What was done"],
  when: ["时间", "When"],
  due: ["期限", "Deadline"],
  dueDay: ["{day} 24:00 前", "by 24:00 of {day}"],
  entered: ["补录", "Entered afterwards"],
  enteredNote: [
    "从前的记录后来录入：只证明录入时是这样，不证明当时就有",
    "taken over from before: it proves what was entered, not that it was on record at its time",
  ],
  number: ["存证号", "Number"],
  place: ["第 {index} 条，共 {size} 条", "number {index} of {size}"],
  words: ["核对词", "Check words"],
  record: ["记录编号", "Record"],
  version: ["{record}，第 {n} 版", "{record}, version {n}"],
  log: ["记录簿", "Log"],
  organisations: ["单位", "Organisations"],
  area: ["区域", "Area"],
  leaf: ["记录的指纹", "Hash of the record"],
  key: ["公钥指纹", "Fingerprint of the key"],
  witnesses: ["见证", "Confirmed by"],
  witness: ["{name}，{time}", "{name}, {time}"],
  nobody: ["还没有", "nobody yet"],
  code: ["类别代码", "Kind"],
  notProved: [
    "不能证明：写下的事是真的；没有报来的事没有发生。",
    "Not proved: that what was written down is true, or that nothing else happened.",
  ],
  offline: [
    "没取到：网络不通。连上再点“再核一次”。",
    "Not loaded: the network is down. Connect and press “Check again”.",
  ],
  title: ["核验存证", "Check a slip"],
  about: [
    "选凭证（.tlog-proof）和记录两个文件，或贴上凭证里的链接。文件不离开这台设备。",
    "Choose the proof (.tlog-proof) and the record, or paste the link of the slip. Files do not leave this device.",
  ],
  files: ["凭证和记录的文件，也可以拖进来", "Files of proof and record; they may be dropped here"],
  link: ["凭证里的链接（可不填）", "Link of the slip (optional)"],
  print: ["凭证上的公钥指纹（可不填）", "Fingerprint on the slip (optional)"],
  check: ["核验", "Check"],
  needBoth: [
    "要两个文件：凭证（.tlog-proof）和记录。也可以贴链接。",
    "Two files are needed: the proof (.tlog-proof) and the record. Or paste the link.",
  ],
  badLink: [
    "这不是凭证的链接。扫一下凭证上的码，把网址整个贴过来。",
    "This is no link of a slip. Scan the code on the slip and paste the whole address.",
  ],
  badPrint: [
    "公钥指纹是 32 位，由 0–9 和 a–f 组成。",
    "A fingerprint has 32 letters, 0–9 and a–f.",
  ],
  keysFrom: ["自带公钥：{names}", "Keys in this file: {names}"],
  noKeys: ["这个文件没有自带公钥", "This file holds no keys"],
} as const satisfies Record<string, Pair>;

const SUBJECTS: Record<string, Pair> = {
  account: ["账号", "account"],
  area: ["区域", "area"],
  case: ["事项", "case"],
  disclosure: ["查看受限信息", "disclosure"],
  duty: ["责任", "duty"],
  ledger: ["存证记录", "record"],
  matter: ["问责", "accountability"],
  obligation: ["应办事项", "obligation"],
  person: ["人员", "person"],
  post: ["岗位", "post"],
  rulebook: ["法规与期限", "rules"],
  site: ["企业档案", "site"],
  task: ["任务", "task"],
  unit: ["单位", "unit"],
};

export type Language = "zh" | "en";

export function languageOf(tag: string): Language {
  return tag.toLowerCase().startsWith("zh") ? "zh" : "en";
}

function of(pair: Pair, language: Language): string {
  return pair[language === "zh" ? 0 : 1];
}

export class Words {
  readonly language: Language;
  private readonly kinds: Record<string, string>;

  /** `kinds`: what an entry's kind is called, where its first word alone is not enough. */
  constructor(language: Language, kinds: Record<string, string> = {}) {
    this.language = language;
    this.kinds = kinds;
  }

  say(name: keyof typeof TEXTS, facts: Record<string, string | number> = {}): string {
    return fill(of(TEXTS[name], this.language), facts);
  }

  sentence(why: Why): string {
    return of(SENTENCES[why], this.language);
  }

  /** What to do next; empty where there is nothing to do. */
  next(why: Why, red: boolean): string {
    const pair = NEXT[why];
    const before = pair ? of(pair, this.language) : "";
    if (!red) return before;
    const call = of(CALL, this.language);
    return before + (before ? call : call.charAt(0).toUpperCase() + call.slice(1));
  }

  kind(code: string): string {
    const subject = SUBJECTS[code.split(".")[0] ?? ""];
    return this.kinds[code] ?? (subject ? of(subject, this.language) : code);
  }
}
