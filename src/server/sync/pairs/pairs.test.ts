import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addressParts, compactAddress } from "@/lib/address";
import { field } from "@/lib/fields/build";
import { emailTypes, phoneTypes } from "@/lib/fields/entries";
import { type Field, makeField } from "@/lib/fields/field";
import { docOfText } from "@/lib/rich-text/text";
import { partnersOf } from "@/test/sync-partners";
import type { AnyRecord } from "../../nouns/noun-runtime.ts";
import type { FieldPair, Partners, Value } from "../object.ts";
import type { Props } from "../snapshot.ts";
import { address } from "./addresses.ts";
import { choice, choices, textOfOptions } from "./choices.ts";
import { emails, phones } from "./entries.ts";
import { member, record } from "./links.ts";
import { boolean, integer, money, number, percent } from "./numbers.ts";
import { domain, email, longText, richText, text, url } from "./texts.ts";
import { date, dayOfInstant, instant } from "./times.ts";

const ours = (one: Field) => ({ name: "f", field: one });
const options = ["a", "b", "c"].map((value) => ({ value, label: value.toUpperCase() }));
const ids = [1, 2, 3].map((n) => `0191f1a0-0000-7000-8000-00000000000${n}`);
const partners = partnersOf([...ids, "a", "b", "c"]);

/** Words that have something to see and need no trimming, as the product stores them. */
const line = (maxLength: number) =>
  fc
    .string({ unit: "grapheme", maxLength })
    .filter((one) => one.trim() === one && one !== "" && !/[\n\r\0\u2028\u2029]/.test(one));
const lines = fc.array(line(20), { minLength: 1, maxLength: 4 }).map((all) => all.join("\n"));
const day = fc.date({ min: new Date("1990-01-01"), max: new Date("2100-01-01"), noInvalidDate: true });
const dayText = day.map((at) => at.toISOString().slice(0, 10));
const address_ = fc.constantFrom("priya@acme.example", "Tom.Berg@Halden.example", "a+b@c.example", "x_y@z.co");
const phone_ = fc.constantFrom("+13125550142", "+13125550142;ext=5", "+4930901820", "+442079460958", "call Ann");
const distinct = <T>(one: fc.Arbitrary<T>) => fc.uniqueArray(one, { minLength: 1, maxLength: 4, selector: String });

interface Kind {
  pair: FieldPair;
  /** Values of the field, as `get` answers them. */
  own: fc.Arbitrary<unknown>;
  /** Texts of the properties, also in other forms of the service. */
  theirs: fc.Arbitrary<Props>;
  /** Why a value can come back as another one. */
  loses?: string;
}

const one = (texts: fc.Arbitrary<string>) => texts.map((p): Props => ({ p }));
const entry = (types: readonly { value: string }[], value: fc.Arbitrary<string>) =>
  distinct(value).chain((values) =>
    fc.tuple(...values.map((each) => fc.constantFrom(...types).map(({ value: type }) => ({ value: each, type })))),
  );
const amount = fc.integer({ min: -1e12, max: 1e12 });
const currencies = fc.constantFrom("USD", "EUR", "JPY", "KWD");
const addressOf = fc.record(
  Object.fromEntries(addressParts.map((part) => [part, fc.option(line(10), { nil: undefined })])),
);
const places = { street: "s", city: "c", state: "r", postalCode: "z", country: "l" };
const slots = [
  { property: "phone", types: ["office", "home", "other"] },
  { property: "mobile", types: ["mobile"] },
] as const;

const kinds: Record<string, Kind> = {
  text: { pair: text(ours(field.text({ label: "F" })), "p"), own: line(80), theirs: one(line(80)) },
  "text cut at 10": {
    pair: text(ours(field.text({ label: "F" })), "p", { cut: 10 }),
    own: line(80),
    theirs: one(line(5)),
    loses: "cut",
  },
  longText: { pair: longText(ours(field.longText({ label: "F" })), "p"), own: lines, theirs: one(lines) },
  richText: {
    pair: richText(ours(field.richText({ label: "F" })), "p"),
    own: lines.map((words) => ({ doc: docOfText(words), text: words })),
    theirs: one(lines),
  },
  url: {
    pair: url(ours(field.url({ label: "F" })), "p"),
    own: fc.webUrl(),
    theirs: one(fc.webUrl()),
  },
  domain: {
    pair: domain(ours(field.domain({ label: "F" })), "p"),
    own: fc.domain(),
    theirs: one(fc.domain().map((name) => `https://www.${name.toUpperCase()}/about`)),
  },
  email: { pair: email(ours(field.email({ label: "F" })), "p"), own: address_, theirs: one(address_) },
  integer: {
    pair: integer(ours(field.integer({ label: "F" })), "p"),
    own: fc.integer(),
    theirs: one(fc.integer().map((n) => `${n}.00`)),
  },
  number: {
    pair: number(ours(field.number({ label: "F", decimals: 3 })), "p"),
    own: fc.integer({ min: -1e12, max: 1e12 }).map((n) => n / 1000),
    theirs: one(fc.integer({ min: -1e6, max: 1e6 }).map((n) => (n / 100).toFixed(2))),
  },
  percent: {
    pair: percent(ours(field.percent({ label: "F" })), "p"),
    own: fc.integer({ min: 0, max: 100 }),
    theirs: one(fc.integer({ min: 0, max: 100 }).map(String)),
  },
  "percent of one": {
    pair: percent(ours(field.percent({ label: "F" })), "p", { whole: 1 }),
    own: fc.integer({ min: 0, max: 100 }),
    theirs: one(fc.integer({ min: 0, max: 100 }).map((n) => String(n / 100))),
  },
  money: {
    pair: money(ours(field.money({ label: "F" })), { amount: "p", currency: "q" }),
    own: fc.record({ amount, currency: currencies }),
    theirs: fc.record({ p: fc.integer({ min: 0, max: 1e9 }).map((n) => `${n}.50`), q: fc.constantFrom("USD", "eur") }),
  },
  "money without a currency": {
    pair: money(ours(field.money({ label: "F" })), { amount: "p" }),
    own: fc.record({ amount, currency: fc.constant("USD") }),
    theirs: one(fc.integer({ min: 0, max: 1e9 }).map((n) => `${n}.50`)),
  },
  boolean: {
    pair: boolean(ours(makeField("boolean", { label: "F" })), "p"),
    own: fc.boolean(),
    theirs: one(fc.constantFrom("true", "false", "TRUE")),
  },
  date: {
    pair: date(ours(field.date({ label: "F" })), "p"),
    own: dayText,
    theirs: one(dayText.map((at) => String(Date.parse(at))).filter((ms) => ms.length >= 9)),
  },
  "date in ms": {
    pair: date(ours(field.date({ label: "F" })), "p", { form: "ms" }),
    own: dayText,
    theirs: one(dayText),
  },
  "day of an instant": {
    pair: dayOfInstant(ours(field.date({ label: "F" })), "p"),
    own: dayText,
    theirs: one(day.map((at) => at.toISOString())),
    loses: "the time of day",
  },
  instant: {
    pair: instant(ours(field.instant({ label: "F" })), "p"),
    own: day.map((at) => at.toISOString()),
    theirs: one(day.map((at) => String(at.getTime())).filter((ms) => ms.length >= 9)),
  },
  choice: {
    pair: choice(ours(field.choice({ label: "F", options })), "p"),
    own: fc.constantFrom("a", "b", "c"),
    theirs: one(fc.constantFrom("there-a", "there-c")),
  },
  choices: {
    pair: choices(ours(field.choices({ label: "F", options })), "p"),
    own: fc.subarray(["a", "b", "c"], { minLength: 1 }),
    theirs: one(fc.subarray(["there-a", "there-b", "there-c"], { minLength: 1 }).map((all) => all.join(";"))),
  },
  emails: {
    pair: emails(ours(field.emails({ label: "F" })), { first: "p", further: "q" }),
    own: entry(emailTypes, address_),
    theirs: fc.record({ p: fc.constant("Ann@X.example"), q: distinct(address_).map((all) => all.join("; ")) }),
  },
  "emails of which the first leaves": {
    pair: emails(ours(field.emails({ label: "F" })), { first: "p", further: "q", writes: false }),
    own: entry(emailTypes, address_),
    theirs: fc.record({ p: address_ }),
    loses: "further addresses stay",
  },
  phones: {
    pair: phones(ours(field.phones({ label: "F" })), slots),
    own: entry(phoneTypes, phone_),
    theirs: fc.record({ phone: fc.constant("+49 30 901820"), mobile: fc.constantFrom("(312) 555-0142", "call Ann") }),
    loses: "the international form",
  },
  address: {
    pair: address(ours(field.address({ label: "F" })), places),
    own: addressOf.map((parts) => compactAddress(parts)),
    theirs: fc.record({ s: line(10), c: line(10), r: fc.constant(""), z: line(6), l: fc.constant(null) }),
  },
  "address with a second line": {
    pair: address(ours(field.address({ label: "F" })), { ...places, street: ["s", "s2"] }),
    own: addressOf.map((parts) => compactAddress(parts)),
    theirs: fc.record({ s: line(10), s2: line(10) }),
    loses: "the lines of the street",
  },
  member: {
    pair: member(ours(field.member({ label: "F" })), "p"),
    own: fc.constantFrom(...ids).map((id) => ({ id, name: id, placeholder: false })),
    theirs: one(fc.constantFrom(...ids).map((id) => `there-${id}`)),
  },
  record: {
    pair: record(ours(field.reference({ label: "F", to: "account" })), "p"),
    own: fc.constantFrom(...ids).map((id) => ({ id, name: id })),
    theirs: one(fc.constantFrom(...ids).map((id) => `there-${id}`)),
  },
};

const recordWith = (value: unknown) => ({ f: value }) as unknown as AnyRecord;

function out(pair: FieldPair, value: Value, at: Partners = partners): Props {
  const result = pair.toTheirs(value, at);
  if ("blocked" in result) throw new Error(result.blocked.words);
  return result.props;
}

function into(pair: FieldPair, props: Props, at: Partners = partners): Value {
  const result = pair.toOurs(props, at);
  if ("blocked" in result) throw new Error(result.blocked.words);
  return result.value;
}

describe.each(Object.entries(kinds))("%s", (_name, { pair, own, theirs, loses }) => {
  const values = fc.oneof({ weight: 9, arbitrary: own }, { weight: 1, arbitrary: fc.constant(null) });

  it("comes back as it left, or says that it loses something", () => {
    const seen = fc.check(
      fc.property(values, (given) => {
        const value = pair.read(recordWith(given));
        expect(into(pair, out(pair, value))).toEqual(value);
      }),
      { numRuns: 300 },
    );
    if (loses === undefined) expect(seen.failed, fc.defaultReportMessage(seen) ?? "").toBe(false);
    else expect(pair.note).not.toBe("Exact");
  });

  it("leaves as the service keeps it, so that its own answer is no change", () => {
    fc.assert(
      fc.property(values, (given) => {
        const sent = out(pair, pair.read(recordWith(given)));
        const kept = pair.asKept?.(sent) ?? sent;
        expect(pair.asKept?.(kept) ?? kept).toEqual(kept);
        expect(out(pair, into(pair, kept))).toEqual(sent);
      }),
      { numRuns: 300 },
    );
  });

  it("reads what the service has, and would write it as the service keeps it", () => {
    fc.assert(
      fc.property(theirs, (props) => {
        const kept = pair.asKept?.(props) ?? props;
        const back = out(pair, into(pair, props));
        if (loses === undefined) expect({ ...kept, ...(pair.asKept?.(back) ?? back) }).toEqual(kept);
      }),
      { numRuns: 300 },
    );
  });

  it("has an empty value for empty properties, and the reverse", () => {
    const empty = Object.fromEntries(pair.remote.map((property) => [property, null]));
    expect(into(pair, empty)).toBeNull();
    for (const text of Object.values(out(pair, null))) expect(text).toBeNull();
    expect(pair.read(recordWith(null))).toBeNull();
    expect(Object.values(pair.patch(null))).toEqual([null]);
  });
});

describe("what cannot cross", () => {
  const nothing = partnersOf();
  const refused = (result: object) =>
    "blocked" in result ? (result.blocked as { code: string; words: string }) : null;

  it.each<[string, FieldPair, Props, string, RegExp]>([
    ["a text that is too long", text(ours(field.text({ label: "F" })), "p"), { p: "x".repeat(201) }, "tooLong", /200/],
    ["no number", integer(ours(field.integer({ label: "F" })), "p"), { p: "many" }, "unreadable", /not a number/],
    [
      "a number out of range",
      integer(ours(field.integer({ label: "F", min: 0 })), "p"),
      { p: "-1" },
      "unreadable",
      /from 0/,
    ],
    ["no whole number", integer(ours(field.integer({ label: "F" })), "p"), { p: "1.5" }, "unreadable", /whole/],
    ["no day", date(ours(field.date({ label: "F" })), "p"), { p: "2026-02-30" }, "unreadable", /does not exist/],
    ["no address", email(ours(field.email({ label: "F" })), "p"), { p: "nobody" }, "unreadable", /not an e-mail/],
    ["no web address", url(ours(field.url({ label: "F" })), "p"), { p: "ask Ann" }, "unreadable", /address such as/],
    [
      "no currency",
      money(ours(field.money({ label: "F" })), { amount: "p", currency: "q" }),
      { p: "1", q: "XQQ" },
      "unreadable",
      /currency/,
    ],
    [
      "an option without a partner",
      choice(ours(field.choice({ label: "F", options })), "p"),
      { p: "x" },
      "optionWithoutPartner",
      /“x”/,
    ],
    [
      "a person without a partner",
      member(ours(field.member({ label: "F" })), "p"),
      { p: "7" },
      "personWithoutPartner",
      /nobody/,
    ],
    [
      "nothing in a field that needs a value",
      text(ours(field.text({ label: "F", required: true })), "p"),
      { p: null },
      "unreadable",
      /cannot be empty/,
    ],
  ])("%s is refused with a reason", (_title, pair, props, code, words) => {
    expect(refused(pair.toOurs(props, nothing))).toMatchObject({ code, words: expect.stringMatching(words) });
  });

  it("a record without a partner waits for it, on both sides", () => {
    const pair = record(ours(field.reference({ label: "F", to: "account" })), "p");
    const waits = (id: string) => ({ blocked: { code: "targetNotLinked", waitsFor: { entity: "account", id } } });
    expect(pair.toOurs({ p: "77" }, nothing)).toMatchObject(waits("77"));
    expect(pair.toTheirs(ids[0] ?? "", nothing)).toMatchObject(waits(ids[0] ?? ""));
  });

  it("the name of a record that may not be opened is neither empty nor sent", () => {
    const pair = record(ours(field.reference({ label: "F", to: "account" })), "p");
    const value = pair.read(recordWith({ id: null, name: "Acme" }));
    expect(value).toEqual({ hidden: "Acme" });
    expect(refused(pair.toTheirs(value, partners))?.words).toContain("may not open");
  });

  it("an amount in another currency than a service without currencies has", () => {
    const pair = money(ours(field.money({ label: "F" })), { amount: "p" });
    expect(refused(pair.toTheirs({ amount: 100, currency: "EUR" }, partners))?.words).toContain("USD only");
  });
});

describe("what the other side cannot hold stays here", () => {
  it("types and spelling of addresses, and those that only we have", () => {
    const pair = emails(ours(field.emails({ label: "F" })), { first: "p", further: "q", writes: false });
    const before = recordWith([
      { value: "Old@x.example", type: "work" },
      { value: "Home@x.example", type: "personal" },
      { value: "own@x.example", type: "other" },
    ]);
    expect(pair.patch([{ value: "new@x.example" }, { value: "home@x.example" }], before)).toEqual({
      f: [
        { value: "new@x.example" },
        { value: "Home@x.example", type: "personal" },
        { value: "own@x.example", type: "other" },
      ],
    });
  });

  it("telephone numbers without a place there, and none is there twice", () => {
    const pair = phones(ours(field.phones({ label: "F" })), slots);
    const number_ = (value: string, type: string) => ({ value, type, display: value, valid: true });
    const before = recordWith([
      number_("+1", "home"),
      number_("+2", "office"),
      number_("+3", "mobile"),
      number_("+4", "fax"),
    ]);
    expect(pair.read(before)).toEqual({ office: "+1", mobile: "+3" });
    expect(pair.patch({ office: "+9" }, before)).toEqual({
      f: [
        { value: "+9", type: "home" },
        { value: "+2", type: "office" },
        { value: "+4", type: "fax" },
      ],
    });
    expect(pair.patch({ office: "+5", mobile: "+5" })).toEqual({ f: [{ value: "+5", type: "office" }] });
  });

  it("the formatting of a text whose words are the same", () => {
    const pair = richText(ours(field.richText({ label: "F" })), "p");
    const doc = { type: "doc", content: [{ type: "heading", content: [{ type: "text", text: "Plan" }] }] } as const;
    expect(pair.patch("Plan", recordWith({ doc, text: "Plan" }))).toEqual({ f: { doc } });
    expect(pair.patch("*Plan*", recordWith({ doc, text: "Plan" }))).toEqual({ f: { doc: docOfText("*Plan*") } });
  });

  it("a step back gets its reason, and no other step does", () => {
    const progression = { reason: "why" };
    const pair = choice(ours(field.choice({ label: "F", options, progression })), "p", { reason: "Changed there" });
    expect(pair.patch("a", recordWith("b"))).toEqual({ f: "a", why: "Changed there" });
    expect(pair.patch("c", recordWith("b"))).toEqual({ f: "c" });
    expect(pair.patch("a")).toEqual({ f: "a" });
  });
});

it("a text has words for options that have no partner, and leaves only with one", () => {
  const pair = textOfOptions(ours(field.text({ label: "F" })), "p", { options: [{ ours: "Software", theirs: "SW" }] });
  const software = partnersOf(["Software"]);
  expect(pair.toOurs({ p: "OIL_ENERGY" }, software)).toEqual({ value: "Oil energy" });
  expect(pair.toOurs({ p: "there-Software" }, software)).toEqual({ value: "Software" });
  expect(pair.toTheirs("software", software)).toEqual({ props: { p: "there-Software" } });
  expect(pair.toTheirs("Bakery", software)).toMatchObject({ blocked: { code: "optionWithoutPartner" } });
});

it("computed fields only leave", () => {
  expect(text(ours(field.text({ label: "F", computed: true })), "p").directions).toEqual(["out"]);
});
