import "server-only";

export type Element = string | number | bigint | boolean | null;

/**
 * The text form of an array value. The database reads an array as text anyway; one string spares the driver from
 * going through a thousand elements three times.
 */
export function arrayLiteral(values: readonly Element[]): string {
  return (values.every(isTextOrNull) && literalByJson(values)) || `{${values.map(elementText).join(",")}}`;
}

const isTextOrNull = (value: Element) => value === null || typeof value === "string";

/**
 * JSON quotes texts as an array's text does, and the engine writes it in one go: a `null`, a `\"` and a `\\` mean the
 * same in both. Null where it escapes anything else, such as the end of a line.
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
