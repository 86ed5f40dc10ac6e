import "server-only";
import { largestNumber } from "@/lib/fields/number";
import { maxConditions, maxGrouped, maxGroups, maxSorts, mySelf, myTeams } from "@/lib/list-filter";
import { relativeDatePattern } from "@/lib/relative-dates";
import { largestInt } from "../list-compare.ts";
import type { ListDefinition, ListField } from "../list-definition.ts";
import { isTreeField } from "../list-filter.ts";
import { operatorsOfKind } from "../list-kinds.ts";
import { relatedFields } from "../list-targets.ts";
import type { AnyOperation } from "../operation.ts";
import type { Components, Json } from "./components.ts";

type ListKind = ListField["kind"];

const textValue = { type: "string", maxLength: 500 };
const idValue = { type: "string", format: "uuid" };
const dateValue = {
  description:
    "A date, or a relative one on the day in the time zone of the key's member, with the workspace's fiscal year.",
  anyOf: [
    { type: "string", format: "date" },
    { type: "string", pattern: relativeDatePattern },
  ],
};
const momentValue = {
  description: "A point in time to the millisecond, a date, or a relative date.",
  anyOf: [{ type: "string", format: "date-time" }, ...dateValue.anyOf],
};
const memberValue = { anyOf: [idValue, { type: "string", enum: [mySelf, myTeams] }] };

/** For each kind of field: the name of its conditions, its operators, and the schema of one value. */
const kinds: Record<ListKind, { name: string; operators: string; value: Json }> = {
  text: { name: "Text", operators: "Text", value: textValue },
  key: { name: "Text", operators: "Text", value: textValue },
  enum: { name: "Choice", operators: "Choice", value: textValue },
  choices: { name: "Choices", operators: "Choices", value: textValue },
  id: { name: "Record", operators: "Choice", value: idValue },
  related: { name: "Related", operators: "Related", value: idValue },
  member: { name: "Member", operators: "Choice", value: memberValue },
  members: { name: "Members", operators: "Members", value: memberValue },
  boolean: { name: "Flag", operators: "Choice", value: { type: "boolean" } },
  number: {
    name: "Number",
    operators: "Amount",
    value: { type: "integer", minimum: -largestInt, maximum: largestInt },
  },
  decimal: {
    name: "Decimal",
    operators: "Amount",
    value: { type: "number", minimum: -largestNumber, maximum: largestNumber },
  },
  money: {
    name: "Amount",
    operators: "Amount",
    value: {
      description: "Minor units of the workspace's currency, or of the currency whose code follows the number.",
      anyOf: [{ type: "integer" }, { type: "string", pattern: "^-?\\d+ [A-Z]{3}$" }],
    },
  },
  amounts: { name: "Sums", operators: "Sums", value: textValue },
  day: { name: "Date", operators: "Amount", value: dateValue },
  instant: { name: "Moment", operators: "Moment", value: momentValue },
  lines: { name: "Values", operators: "Values", value: textValue },
};

const capital = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);
const oneOf = (values: readonly string[]): Json => ({ type: "string", enum: [...values] });
const closed = (properties: Json, required: string[]): Json => ({
  type: "object",
  properties,
  required,
  additionalProperties: false,
});

/** One value, or several for operators that accept several. */
const oneOrMore = (value: Json): Json => ({
  anyOf: [value, { type: "array", items: value, minItems: 1, maxItems: 200 }],
});

/** The properties of an input; those that name fields of its list get these fields, their operators and values. */
export function listProperties(
  components: Components,
  { list, order }: AnyOperation,
  given: Readonly<Record<string, Json>>,
): Record<string, Json> {
  if (!list) return given;
  const entity = capital(list.partsOf ?? list.entity);
  const grouped = namesOf(list, (field) => field.groups || isTreeField(list, field));
  const condition = conditionOf(components, entity, list);
  const makers: Record<string, () => Json | null> = {
    conditions: () => ({ type: "array", items: condition, maxItems: maxConditions }),
    groups: () => ({ type: "array", items: groupOf(components, entity, condition), maxItems: maxGroups }),
    sort: () => severalOrOne(sortOf(components, order ?? list), given.sort),
    totals: () => totalsOf(components, entity, list, given.totals),
    within: () => (grouped.length > 0 ? withinOf(components, entity, grouped) : null),
    group: () => oneOf(grouped),
  };
  return Object.fromEntries(
    Object.entries(given).flatMap(([name, schema]) => {
      const typed = Object.hasOwn(makers, name) ? makers[name]?.() : schema;
      return typed ? [[name, typed]] : [];
    }),
  );
}

/** One order, or a list of them where the input takes several. */
const severalOrOne = (sort: Json, given: Json | undefined): Json =>
  given?.anyOf ? { anyOf: [sort, { type: "array", items: sort, minItems: 1, maxItems: maxSorts }] } : sort;

/** The totals of the list's own fields. */
function totalsOf(components: Components, entity: string, list: ListDefinition, given: Json | undefined): Json {
  const { of } = (given as { items: { properties: { of: Json } } }).items.properties;
  const field = oneOf(namesOf(list, ({ kind }) => kind !== "related"));
  const total = components.named(`${entity}Total`, closed({ field, of }, ["field", "of"]));
  return { ...given, items: total };
}

const groupOf = (components: Components, entity: string, condition: Json): Json =>
  components.named(
    `${entity}ConditionGroup`,
    closed(
      {
        match: oneOf(["all", "any"]),
        conditions: { type: "array", items: condition, minItems: 1, maxItems: maxGrouped },
      },
      ["match", "conditions"],
    ),
  );

const withinOf = (components: Components, entity: string, grouped: readonly string[]): Json =>
  components.named(
    `${entity}Within`,
    closed({ field: oneOf(grouped), value: { type: ["string", "null"], maxLength: 500 } }, ["field", "value"]),
  );

const namesOf = (list: ListDefinition, wanted: (field: ListField) => unknown): string[] =>
  Object.entries(list.fields).flatMap(([name, field]) => (wanted(field) ? [name] : []));

function sortOf(components: Components, list: ListDefinition): Json {
  const field = oneOf(namesOf(list, ({ sortable }) => sortable));
  return components.named(
    `${capital(list.partsOf ?? list.entity)}Sort`,
    closed({ field, direction: oneOf(["asc", "desc"]) }, ["field", "direction"]),
  );
}

/** A condition is one of several alternatives, by the kind of its field; each has its own values. */
function conditionOf(components: Components, entity: string, list: ListDefinition): Json {
  const variants = new Map<string, { kind: ListKind; fields: string[]; value: Json }>();
  for (const [name, field] of [...Object.entries(list.fields), ...relatedFields(list)]) {
    const variant = variantOf(components, name, field);
    const known = variants.get(variant.name);
    if (known) known.fields.push(name);
    else variants.set(variant.name, { kind: field.kind, fields: [name], value: variant.value });
  }
  const conditions = [...variants].map(([name, { kind, fields, value }]) =>
    components.named(
      `${entity}${name}Condition`,
      closed({ field: oneOf(fields), op: operators(components, kind), value }, ["field", "op"]),
    ),
  );
  return components.named(`${entity}Condition`, { anyOf: conditions });
}

const operators = (components: Components, kind: ListKind) =>
  components.named(`${kinds[kind].operators}Operator`, oneOf(operatorsOfKind(kind)));

function variantOf(components: Components, name: string, field: ListField): { name: string; value: Json } {
  if (field.kind === "enum" || field.kind === "choices")
    return {
      name: name.split(".").map(capital).toReversed().join("Of"),
      value: oneOrMore(field.choices ? oneOf(field.choices) : textValue),
    };
  const { name: kind, value } = kinds[field.kind];
  return { name: kind, value: components.named(`${kind}Asked`, oneOrMore(value)) };
}
