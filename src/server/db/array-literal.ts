import "server-only";

export type Element = string | number | bigint | boolean | null;

/**
 * The text form of an array value. The database reads an array as text anyway; one string spares the driver from
 * going through a thousand elements three times.
 */
export function arrayLiteral(values: readonly Element[]): string {
  return `{${values.map(elementText).join(",")}}`;
}

function elementText(value: Element): string {
  if (typeof value !== "string") return value === null ? "NULL" : String(value);
  return `"${/[\\"]/.test(value) ? value.replace(/[\\"]/g, "\\$&") : value}"`;
}
