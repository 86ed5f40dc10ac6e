import "server-only";
import type { Coerced } from "@/lib/coerce/coerced";
import { patchOf, valueIn } from "@/lib/fields/custom";
import { type Field, inputName } from "@/lib/fields/field";
import { filledOf } from "@/lib/fields/kinds";
import type { AnyRecord } from "../../nouns/noun-runtime.ts";
import type { Blocked, FieldPair, Partners, Value } from "../object.ts";
import type { Props } from "../snapshot.ts";

export type Incoming = { value: Value } | { blocked: Blocked };

/** One field of a noun, under its name there. */
export interface Ours {
  name: string;
  field: Field;
}

/** The choices of a declaration beyond the properties: the rest follows from the field. */
export type More = Partial<Pick<FieldPair, "directions" | "start" | "options" | "note" | "label">>;

/** How the values of one kind of field cross. */
interface Kind extends Pick<FieldPair, "remote" | "note" | "holds" | "toTheirs" | "asKept"> {
  points?: FieldPair["points"] | undefined;
  /** The value of the field, made comparable; as it is, if not said. */
  read?: ((own: unknown, record: AnyRecord) => Value) | undefined;
  /** The input for a value; `before` is what the record has now, and undefined for a new one. */
  given?: ((value: Value, before: unknown) => unknown) | undefined;
  /** Further inputs that are set together with it. */
  beside?: ((value: Value, record: AnyRecord | undefined) => Readonly<Record<string, unknown>>) | undefined;
  toOurs: FieldPair["toOurs"];
}

/** Joins a field of ours to the way in which its kind crosses. */
export function pairOf({ name, field }: Ours, kind: Kind, more: More = {}): FieldPair {
  const {
    read = (own) => own as Value,
    given = (value) => value,
    beside,
    toOurs,
    note,
    holds,
    points,
    asKept,
    remote,
    toTheirs,
  } = kind;
  return {
    field: name,
    label: more.label ?? field.longLabel ?? field.label,
    remote,
    note: more.note ?? note,
    directions: more.directions ?? directionsOf(field),
    ...(more.start ? { start: more.start } : {}),
    ...(more.options ? { options: more.options } : {}),
    ...(holds ? { holds } : {}),
    ...(points ? { points } : {}),
    ...(asKept ? { asKept } : {}),
    read(record) {
      const own = valueIn(record, name) ?? null;
      return own === null ? null : read(own, record);
    },
    toTheirs,
    toOurs(props, partners) {
      const result = toOurs(props, partners);
      return "blocked" in result ? result : checked({ name, field }, result.value, given);
    },
    patch: (value, record) => ({
      ...patchOf(inputName(name, field), value === null ? null : given(value, record && valueIn(record, name))),
      ...beside?.(value, record),
    }),
  };
}

/** Nobody sets computed fields here, so they can only leave. */
const directionsOf = ({ computed, derived }: Field): FieldPair["directions"] =>
  computed || (derived && !derived.parts) ? ["out"] : ["in", "out", "both"];

/** Refuses what an edit of the field would refuse too, with its words. */
function checked({ name, field }: Ours, value: Value, given: NonNullable<Kind["given"]>): Incoming {
  const label = field.longLabel ?? field.label;
  if (value === null)
    return field.required ? blocked("unreadable", `${label} cannot be empty here.`, `${name} empty`) : { value };
  const { success, error } = filledOf(field).safeParse(given(value, undefined));
  if (success) return { value };
  const words = error.issues[0]?.message ?? "This value is not accepted.";
  return blocked("unreadable", `${label}: ${words}`, `${name} ${words}`);
}

export function blocked(
  code: Blocked["code"],
  words: string,
  cause: string,
  waitsFor?: Blocked["waitsFor"],
): { blocked: Blocked } {
  return { blocked: { code, words, cause, ...(waitsFor ? { waitsFor } : {}) } };
}

/** A text that was read, or why it could not be. */
export function coerced<T extends Value>(
  read: Coerced<T>,
  property: string,
): { value: T | null } | { blocked: Blocked } {
  return read.ok ? { value: read.value } : blocked("unreadable", read.reason, `${property} unreadable`);
}

/** The filled text of a property; null for an empty one. */
export function textIn(props: Props, property: string): string | null {
  const text = props[property]?.trim();
  return text ? text : null;
}

/** A kind whose value lies in one property. */
interface Single {
  note: string;
  holds?: NonNullable<FieldPair["holds"]>;
  points?: FieldPair["points"] | undefined;
  read?: Kind["read"];
  given?: Kind["given"];
  beside?: Kind["beside"];
  /** Only called with a value. */
  out(value: NonNullable<Value>, partners: Partners): string | { blocked: Blocked };
  /** Only called with a text that is not empty. */
  in(text: string, partners: Partners): Incoming;
  kept?(text: string): string;
}

/** Joins a field of ours to one property: an empty value is an empty property. */
export function singlePair(ours: Ours, property: string, kind: Single, more: More = {}): FieldPair {
  const { out, in: into, kept = (text: string) => text.trim(), ...rest } = kind;
  return pairOf(
    ours,
    {
      ...rest,
      remote: [property],
      toTheirs(value, partners) {
        const text = value === null ? null : out(value, partners);
        return text !== null && typeof text === "object" ? text : { props: { [property]: text } };
      },
      toOurs(props, partners) {
        const text = textIn(props, property);
        return text === null ? { value: null } : into(text, partners);
      },
      asKept(props) {
        const text = textIn(props, property);
        return { [property]: text === null ? null : kept(text) };
      },
    },
    more,
  );
}
