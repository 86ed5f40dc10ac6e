/** The parts of a postal address, in the order of the form. */
export const addressParts = ["street", "city", "state", "postalCode", "country"] as const;

export type AddressPart = (typeof addressParts)[number];

/** The label of each part. */
export const addressLabels: Record<AddressPart, string> = {
  street: "Street",
  city: "City",
  state: "State",
  postalCode: "Postal code",
  country: "Country",
};

/** A postal address; every part is optional. */
export type Address = { [Part in AddressPart]?: string | undefined };

/** Further lines of a street, which other products keep apart. */
export const streetLines = ["street2", "street3"] as const;

export type StreetLine = (typeof streetLines)[number];

/** The lines of a street as one. */
export const joinedStreet = (lines: readonly (string | undefined)[]): string =>
  lines.flatMap((line) => line?.trim() || []).join(", ");

/** The address line by line, as on an envelope: street, town with state and code, country. */
export function addressLines(address: Address | null): string[] {
  const { street, city, state, postalCode, country } = address ?? {};
  const region = [state, postalCode].filter(Boolean).join(" ");
  const town = [city, region].filter(Boolean).join(", ");
  return [street, town, country].flatMap((line) => line || []);
}

/** The address without empty parts; null when nothing is left. */
export function compactAddress(address: Address | null): Address | null {
  const filled = addressParts.flatMap((part) => {
    const text = address?.[part]?.trim();
    return text ? [[part, text] as const] : [];
  });
  return filled.length > 0 ? Object.fromEntries(filled) : null;
}
