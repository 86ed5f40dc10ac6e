/**
 * The value under a key that comes from people, such as a label or the text of a cell: "constructor" names something in
 * every object, and is no value of it. Undefined where the object itself has none.
 */
export function own<T>(record: Readonly<Record<string, T>> | null | undefined, key: string): T | undefined {
  return record && Object.hasOwn(record, key) ? record[key] : undefined;
}
