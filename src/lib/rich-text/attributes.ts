import { nounOf } from "@/lib/nouns/all";
import { isSafeLink } from "./links";
import { docVersion } from "./rich-text";

type Rule = (value: unknown) => boolean;
type Attributes = Readonly<Record<string, unknown>>;

const whole =
  (least: number, most: number): Rule =>
  (value) =>
    Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
const orNull =
  (rule: Rule): Rule =>
  (value) =>
    value === null || rule(value);
const textUpTo =
  (most: number): Rule =>
  (value) =>
    typeof value === "string" && value.length <= most;
const oneOf =
  (...values: unknown[]): Rule =>
  (value) =>
    values.includes(value);

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const mostSpanned = 100;
const cell: Readonly<Record<string, Rule>> = {
  colspan: whole(1, mostSpanned),
  rowspan: whole(1, mostSpanned),
  colwidth: orNull(
    (value) => Array.isArray(value) && value.length <= mostSpanned && value.every(orNull(whole(1, 10_000))),
  ),
  align: orNull(oneOf("left", "center", "right")),
};

/** The attributes of each node and mark of the schema, and the values that they can have. */
export const attributeRules: Readonly<Record<string, Readonly<Record<string, Rule>>>> = {
  doc: { version: whole(1, docVersion) },
  heading: { level: whole(1, 3) },
  codeBlock: { language: orNull(textUpTo(50)) },
  orderedList: { start: whole(0, 1_000_000), type: orNull(oneOf("1", "a", "A", "i", "I")) },
  taskItem: { checked: (value) => typeof value === "boolean" },
  tableCell: cell,
  tableHeader: cell,
  mention: {
    entity: (value) => value === "member" || (typeof value === "string" && nounOf(value) !== undefined),
    id: (value) => typeof value === "string" && uuid.test(value),
  },
  link: { href: (value) => typeof value === "string" && isSafeLink(value) },
};

/** The name of the first attribute whose value its node or mark cannot have; null if all fit. */
export function wrongAttribute(type: string, attributes: Attributes): string | null {
  const rules = attributeRules[type] ?? {};
  return Object.keys(attributes).find((name) => !(rules[name]?.(attributes[name]) ?? false)) ?? null;
}
