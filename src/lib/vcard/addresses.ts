import { type Property, partsOf } from "./property";

export interface CardAddress {
  /** Its label, or its types: "home". */
  kind: string;
  /** By column. */
  parts: Record<string, string>;
  /** As one line: "Home: Hauptstr. 1, 10115 Berlin, Germany". */
  text: string;
}

/** The addresses of a card, the preferred one first. */
export function addressesOf(
  properties: readonly Property[],
  labelOf: (property: Property) => string | undefined,
): CardAddress[] {
  const all = properties.filter(({ name }) => name === "ADR").map((one) => addressOf(one, labelOf(one)));
  const filled = all.filter(({ text }) => text !== "");
  return filled.toSorted((a, b) => Number(b.isPreferred) - Number(a.isPreferred));
}

function addressOf(one: Property, label: string | undefined): CardAddress & { isPreferred: boolean } {
  const isPreferred = one.types.includes("pref");
  const [box = "", extended = "", written = "", city = "", state = "", code = "", country = "", ...further] = partsOf(
    one,
    ";",
  );
  const [street = "", ...below] = written
    .split("\n")
    .map((line) => line.trim().replace(/,$/, ""))
    .filter(Boolean);
  const more = [...below, extended].filter(Boolean).join(", ");
  const inBox = box === "" ? "" : withWord(box);
  const lines = { Street: street || more || inBox, "Address line 2": street === "" ? "" : more };
  const isBoxLeft = lines.Street !== inBox;
  // Later standards write the parts of the street once more, each by itself.
  const rest = further.filter((text) => text !== "" && ![street, more].some((line) => line.includes(text))).join(", ");
  const place = {
    "Postal code": code,
    City: city,
    State: state,
    Country: country,
    "Further parts of the address": rest,
  };
  const parts = { ...lines, ...(isBoxLeft ? { "PO box": inBox } : {}), ...place };
  const isEmpty = Object.values(parts).every((text) => text === "");
  // Version 4 may have the address as it is printed, and nothing else.
  const printed = (one.params.get("LABEL") ?? "").replace(/\\n/gi, ", ");
  const kind = label ?? one.types.filter((type) => !WRITTEN.has(type)).join(", ");
  const line = isEmpty
    ? printed
    : [street, more, inBox, [code, city].filter(Boolean).join(" "), state, country, rest].filter(Boolean).join(", ");
  const text = kind === "" || line === "" ? line : `${kind}: ${line}`;
  return { parts: isEmpty && printed !== "" ? { Street: printed } : parts, kind, text, isPreferred };
}

/** Types that say nothing of an address. */
const WRITTEN = new Set(["pref", "dom", "intl", "postal", "parcel"]);

/** "1234" alone would look like a number of a house. */
const withWord = (box: string) => (/^\d[\d\s]*$/.test(box) ? `PO Box ${box}` : box);
