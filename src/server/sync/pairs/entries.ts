import "server-only";
import { coerceEmails, entriesIn as entriesOf } from "@/lib/coerce/coerce-entries";
import { coerceText } from "@/lib/coerce/coerce-text";
import { type Entry, maxEntries } from "@/lib/fields/entries";
import { typedValue } from "@/lib/fields/entry-types";
import { countryOf, readPhoneNumber } from "../../phone-number.ts";
import type { FieldPair, Partners, Value } from "../object.ts";
import type { Props } from "../snapshot.ts";
import { blocked, coerced, type Incoming, type More, type Ours, pairOf, textIn } from "./pair.ts";

const keyOf = (address: string) => address.toLowerCase();
const entriesIn = (value: unknown): readonly Entry[] => (value ?? []) as readonly Entry[];
/** As lookups of records by their addresses read them, too. */
const asEntries = (addresses: readonly string[]): Value =>
  addresses.length > 0 ? addresses.map((value) => ({ value })) : null;
const listIn = (value: Value): readonly string[] => entriesIn(value).map((entry) => entry.value);

/**
 * E-mail addresses: the first one in a property of its own, further ones in another, between semicolons. Without `writes`
 * the service only shows the further ones, so they come in, and those of ours stay.
 */
export function emails(
  ours: Ours,
  { first, further, writes = true }: { first: string; further: string; writes?: boolean },
  more: More = {},
): FieldPair {
  return pairOf(
    ours,
    {
      remote: [first, further],
      note: writes ? "Lower case there; types stay here" : "Lower case there; only the first one leaves",
      read: (own) => filledList(entriesIn(own).map(({ value }) => keyOf(value))),
      given: (value, before) => withAddresses(listIn(value), entriesIn(before), writes),
      toTheirs(value) {
        const [main = null, ...others] = listIn(value);
        const list = others.length > 0 ? others.join(";") : null;
        return { props: { [first]: main, ...(writes ? { [further]: list } : {}) } };
      },
      toOurs(props) {
        const texts = [first, further].flatMap((property) => textIn(props, property) ?? []);
        const read = coerced(coerceEmails(texts.join(";")), first);
        if ("blocked" in read) return read;
        const addresses = entriesOf(read.value ?? "").map((text) => typedValue("emails", text).value);
        return { value: filledList(addresses.map(keyOf)) };
      },
      asKept: (props) => lowered(props, writes ? [first, further] : [first]),
    },
    more,
  );
}

/** Without what is empty or there twice; null for nothing. */
const filledList = (texts: readonly string[]): Value => asEntries([...new Set(texts)].filter(Boolean));

const lowered = (props: Props, names: readonly string[]): Props =>
  Object.fromEntries(
    names.map((name) => [
      name,
      entriesOf(textIn(props, name) ?? "")
        .join(";")
        .toLowerCase() || null,
    ]),
  );

/** Addresses keep their types and their spelling. The one that was first and is no more was replaced there. */
function withAddresses(wanted: readonly string[], before: readonly Entry[], writes: boolean) {
  const known = new Map(before.map((entry) => [keyOf(entry.value), entry]));
  const taken = wanted.map((address) => {
    const entry = known.get(address);
    return entry ? { value: entry.value, type: entry.type } : { value: address };
  });
  const others = writes ? [] : before.slice(1).filter(({ value }) => !wanted.includes(keyOf(value)));
  return [...taken, ...others.map(({ value, type }) => ({ value, type }))].slice(0, maxEntries);
}

/** A property that holds one telephone number: the first one with these types; a new one gets the first of them. */
export interface Slot {
  property: string;
  types: readonly [string, ...string[]];
}

type Slots = Readonly<Record<string, string>>;
const slotsIn = (value: Value): Slots => (value ?? {}) as Slots;

/** Telephone numbers by their types, one in each property; further ones of a type stay here. */
export function phones(ours: Ours, slots: readonly Slot[], more: More = {}): FieldPair {
  return pairOf(
    ours,
    {
      remote: slots.map(({ property }) => property),
      note: "One number of each type; in international form",
      read(own): Value {
        const found = slots.flatMap((slot) => {
          const entry = entryFor(slot, entriesIn(own));
          return entry ? [[slot.types[0], entry.value] as const] : [];
        });
        return found.length > 0 ? Object.fromEntries(found) : null;
      },
      given: (value, before) => withNumbers(slotsIn(value), entriesIn(before), slots),
      toTheirs: (value) => ({
        props: Object.fromEntries(
          slots.map(({ property, types: [type] }) => [
            property,
            slotsIn(value)[type]?.replace(";ext=", " ext. ") ?? null,
          ]),
        ),
      }),
      toOurs: (props, partners) => numbersIn(props, slots, partners),
      asKept: (props) => Object.fromEntries(slots.map(({ property }) => [property, textIn(props, property)])),
    },
    more,
  );
}

const entryFor = ({ types }: Slot, entries: readonly Entry[]) => entries.find(({ type }) => types.includes(type));

function numbersIn(props: Props, slots: readonly Slot[], { locale }: Partners): Incoming {
  const country = locale === undefined ? undefined : countryOf(locale);
  const read: Record<string, string> = {};
  for (const { property, types } of slots) {
    const typed = textIn(props, property);
    if (typed === null) continue;
    const given = coerced(coerceText(typed, { maxLength: 60 }), property);
    if ("blocked" in given) return typed.length > 60 ? tooLong(property) : given;
    if (given.value !== null) read[types[0]] = readPhoneNumber(given.value, country).value;
  }
  return { value: Object.keys(read).length > 0 ? read : null };
}

const tooLong = (property: string) =>
  blocked("tooLong", "A telephone number has at most 60 characters.", `${property} too long`);

/** The entry of each slot gets its number, or goes; all others stay as they are, and no number is there twice. */
function withNumbers(wanted: Slots, before: readonly Entry[], slots: readonly Slot[]) {
  const held = new Map(slots.map((slot) => [entryFor(slot, before), slot]));
  const kept = before.flatMap((entry) => {
    const slot = held.get(entry);
    const value = slot ? wanted[slot.types[0]] : entry.value;
    return value === undefined ? [] : [{ value, type: entry.type }];
  });
  const added = slots.flatMap((slot) => {
    const value = wanted[slot.types[0]];
    return value === undefined || entryFor(slot, before) ? [] : [{ value, type: slot.types[0] }];
  });
  const seen = new Set<string>();
  return [...kept, ...added]
    .filter(({ value }) => !seen.has(keyOf(value)) && seen.add(keyOf(value)))
    .slice(0, maxEntries);
}
