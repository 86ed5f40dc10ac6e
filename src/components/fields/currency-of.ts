import type { FieldContext } from "./kind";

/** The currency of amounts that say none: the record's own where it has one, else the workspace's. */
export const inCurrencyOf = (row: object, at: FieldContext): FieldContext =>
  "currency" in row ? { ...at, currency: String(row.currency) } : at;
