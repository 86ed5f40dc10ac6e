import { OBJECTS, type ObjectName } from "./objects";
import type { End, Link } from "./tables";

const placeOf = (object: ObjectName) => OBJECTS.indexOf(object);
const keyOf = ({ object, id }: End) => `${object}/${id}`;

/** A pair in the order of the objects, so that each pair has one key. */
export function ordered(one: End, other: End): { a: End; b: End } {
  return placeOf(one.object) <= placeOf(other.object) ? { a: one, b: other } : { a: other, b: one };
}

/** The associations of a portal. */
export class Links {
  readonly #links = new Map<string, Link>();
  readonly #byEnd = new Map<string, Set<string>>();

  static key({ a, b }: { a: End; b: End }): string {
    return `${keyOf(a)}|${keyOf(b)}`;
  }

  between(one: End, other: End): Link | undefined {
    return this.#links.get(Links.key(ordered(one, other)));
  }

  /** The associations of a record with records of an object, in the order in which they were made. */
  of(end: End, to: ObjectName): { id: string; isPrimary: boolean }[] {
    const found: { id: string; isPrimary: boolean }[] = [];
    for (const key of this.#byEnd.get(keyOf(end)) ?? []) {
      const link = this.#links.get(key);
      if (!link) continue;
      const other = keyOf(link.a) === keyOf(end) ? link.b : link.a;
      if (other.object === to) found.push({ id: other.id, isPrimary: link.isPrimary });
    }
    return found;
  }

  /** All associations of a record. */
  all(end: End): Link[] {
    return [...(this.#byEnd.get(keyOf(end)) ?? [])].flatMap((key) => this.#links.get(key) ?? []);
  }

  put(link: Link): void {
    const key = Links.key(link);
    this.#links.set(key, link);
    for (const end of [link.a, link.b]) {
      const keys = this.#byEnd.get(keyOf(end)) ?? new Set<string>();
      this.#byEnd.set(keyOf(end), keys.add(key));
    }
  }

  remove(link: Link): void {
    const key = Links.key(link);
    this.#links.delete(key);
    for (const end of [link.a, link.b]) this.#byEnd.get(keyOf(end))?.delete(key);
  }
}
