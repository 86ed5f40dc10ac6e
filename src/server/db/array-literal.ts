import "server-only";

export type Element = string | number | bigint | boolean | null;

/**
 * The text form of an array value. The database reads arrays as text anyway; one string spares the driver from
 * visiting a thousand elements three times.
 */
export function arrayLiteral(values: readonly Element[]): string {
  return (values.every(isTextOrNull) && literalByJson(values)) || `{${values.map(elementText).join(",")}}`;
}

const isTextOrNull = (value: Element) => value === null || typeof value === "string";

/**
 * JSON quotes texts as PostgreSQL array text does, and one call writes it: `null`, `\"` and `\\` mean the same in
 * both. Returns null where JSON escapes anything else, such as a line end.
 */
function literalByJson(values: readonly Element[]): string | null {
  const json = JSON.stringify(values);
  return /\\[^\\"]/.test(json) ? null : `{${json.slice(1, -1)}}`;
}

const special = /[\\"]/;

function elementText(value: Element): string {
  if (typeof value !== "string") return value === null ? "NULL" : String(value);
  return `"${special.test(value) ? value.replace(/[\\"]/g, "\\$&") : value}"`;
}
