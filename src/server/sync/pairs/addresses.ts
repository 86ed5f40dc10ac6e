import "server-only";
import { type Address, addressParts, compactAddress, joinedStreet } from "@/lib/address";
import type { FieldPair, Value } from "../object.ts";
import { type More, type Ours, pairOf, textIn } from "./pair.ts";

/** The properties of the parts; lines of the street after the first one are joined to it. */
export interface AddressProperties {
  street: string | readonly [string, ...string[]];
  city: string;
  state: string;
  postalCode: string;
  country: string;
}

/** A postal address, part by part: one field for both sides. */
export function address(ours: Ours, properties: AddressProperties, more: More = {}): FieldPair {
  const lines: readonly string[] = typeof properties.street === "string" ? [properties.street] : properties.street;
  const [first = "", ...further] = lines;
  const { city, state, postalCode, country } = properties;
  const parts = { street: first, city, state, postalCode, country };
  const all = [...lines, city, state, postalCode, country];
  return pairOf(
    ours,
    {
      remote: all,
      note: lines.length > 1 ? "Lines of the street become one" : "Exact",
      read: (own) => ordered(own as Address),
      toTheirs(value) {
        const given = (value ?? {}) as Address;
        const props = addressParts.map((part) => [parts[part], given[part] ?? null]);
        return { props: Object.fromEntries([...props, ...further.map((property) => [property, null])]) };
      },
      toOurs(props) {
        const street = joinedStreet(lines.map((property) => textIn(props, property) ?? undefined));
        const others = addressParts.slice(1).map((part) => [part, textIn(props, parts[part]) ?? undefined]);
        return { value: ordered({ street, ...Object.fromEntries(others) }) };
      },
      asKept: (props) => Object.fromEntries(all.map((property) => [property, textIn(props, property)])),
    },
    more,
  );
}

/** Without empty parts and in the order of the parts, so that equal addresses give equal JSON. */
const ordered = (address: Address): Value => compactAddress(address) as Value;
