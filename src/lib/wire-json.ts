import superjson, { type SuperJSONResult } from "superjson";

/**
 * A value as superjson writes it. Nearly every answer is plain JSON already; then it goes as it is, because superjson
 * would look at each field for a multiple of what JSON.stringify takes. Not for values that contain themselves.
 */
export function toWireJson(value: unknown): SuperJSONResult {
  return isPlainJson(value) ? { json: value } : superjson.serialize(value);
}

/** Whether JSON alone brings the value back as it was. */
function isPlainJson(value: unknown): value is SuperJSONResult["json"] {
  if (typeof value === "string" || typeof value === "boolean" || value === null) return true;
  if (typeof value === "number") return Number.isFinite(value) && !Object.is(value, -0);
  if (typeof value !== "object") return false;
  if (Array.isArray(value)) return value.every(isPlainJson);
  if (Object.getPrototypeOf(value) !== Object.prototype) return false;
  for (const key in value) if (!isPlainJson(Reflect.get(value, key))) return false;
  return true;
}
