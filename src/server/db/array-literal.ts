import "server-only";

export type Element = string | number | bigint | boolean | null;

/**
 * The text form of an array value. The database reads an array as text anyway; one string spares the driver from
 * going through a thousand elements three times.
 */
export function arrayLiteral(values: readonly Element[]): string {
  // Most columns hold no quote: one look at all of them is quicker than one at each.
  if (values.length > 0 && values.every((value) => typeof value === "string") && !special.test(values.join("")))
    return `{"${values.join('","')}"}`;
  return `{${values.map(elementText).join(",")}}`;
}

const special = /[\\"]/;

function elementText(value: Element): string {
  if (typeof value !== "string") return value === null ? "NULL" : String(value);
  return `"${special.test(value) ? value.replace(/[\\"]/g, "\\$&") : value}"`;
}
