import { z } from "zod";
import { defineEvents, type EventDefinition } from "@/lib/events";
import { type Field, type Fields, inputName, isNeeded, isReference } from "@/lib/fields/field";
import { rulesOf } from "@/lib/fields/kinds";
import { capital, withArticle } from "@/lib/text";
import { id, instant, money, version } from "@/lib/zod";
import { nounOf } from "./all";
import { pickSchema } from "./derive-schema";
import { describePartsBy, isAmount, isFixed, type PartDescription, type PartList, type PlainParts } from "./parts";
import { referencesIn } from "./relations";

type Shape = z.ZodRawShape;

describePartsBy((plain, given) => {
  const { of, name, many, fields, computed, sums, filled, key } = plain;
  const target = { id, version, [key]: id };
  const entity = capital(of);
  const outputs = shapeOf({ ...fields, ...computed }, ([at, field]) => [at, outOf(field)]);
  const part = z
    .object({ id, ...outputs, ...given.extra?.({ instant, pick: pickSchema }) })
    .meta({ id: `${entity}${capital(name)}` });
  const summed = Object.fromEntries(Object.entries<Field>(computed).filter(([at]) => sums.some((sum) => sum === at)));
  return {
    part,
    whole: z
      .object({
        ...{ id, [many]: z.array(part), version },
        ...shapeOf(summed, ([at, field]) => [at, outOf(field)]),
      })
      .meta({ id: `${entity}${capital(many)}` }),
    ...inputsOf(fields, filled, target),
    ...eventsOf(plain, given),
  };
});

/** The events of parts, and the sentences about them in timelines. */
function eventsOf(plain: PlainParts, { changed, detail }: PartDescription): Pick<PartList, "events" | "timeline"> {
  const { of, name, many, shown, fields, ordered, key } = plain;
  const facts = factsOf(fields, key);
  const one = withArticle(shown.one);
  const verbs = {
    added: `added ${one} to`,
    changed: changed ?? `changed ${one} of`,
    removed: `removed ${one} from`,
    ...(ordered ? { moved: `moved ${one} in` } : {}),
  };
  const named = Object.entries(verbs).map(([event, verb]) => ({ event, verb, name: name + capital(event) }));
  const defined = defineEvents(of, Object.fromEntries(named.map((event) => [event.name, facts])));
  const refers = referencesIn(fields).map(([at, field]) => ({
    ...{ name: at, entity: field.to },
    ...{ parts: many, id: inputName(at, field) },
  }));
  const line = detail ? { refers, detail: (data: unknown) => detail(facts.parse(data) as never) } : {};
  return {
    events: Object.fromEntries(
      named.map(({ event, name: at }) => [event, defined[at] as EventDefinition]),
    ) as PartList["events"],
    timeline: Object.fromEntries(named.map(({ name: at, verb }) => [`${of}.${at}`, { verb, icon: "edit", ...line }])),
  };
}

type Inputs = Pick<PartList, "add" | "form" | "update" | "remove" | "move">;
function inputsOf(fields: Fields, filled: readonly string[], target: Shape): Inputs {
  const inputs = (of: (name: string, field: Field) => z.ZodType, from = fields) =>
    shapeOf(from, ([name, field]) => [inputName(name, field), of(name, field)]);
  const isRequired = (name: string, field: Field) => isNeeded(field) && !filled.includes(name);
  const added = (name: string, field: Field) => (isRequired(name, field) ? givenOf(field) : givenOf(field).optional());
  const typed = (name: string, field: Field) => (isRequired(name, field) ? money : money.nullable());
  return {
    add: z.object({ id, version, ...inputs(added) }),
    form: z.object(inputs((name, field) => (isAmount(field) ? typed : added)(name, field))),
    update: z.object({ ...inputs((_, field) => givenOf(field).optional(), changeable(fields)), ...target }),
    remove: z.object(target),
    /** Without `beforeId`, the id of another part, it comes last. */
    move: z.object({ ...target, beforeId: id.optional() }),
  };
}

const changeable = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries<Field>(fields).filter(([, field]) => !isFixed(field)));

const shapeOf = (fields: Fields, entry: (of: [string, Field]) => [string, z.ZodType]): Shape =>
  Object.fromEntries(Object.entries<Field>(fields).map(entry));

const orNull = (field: Field, schema: z.ZodType) => (field.required ? schema : schema.nullable());
const outOf = (field: Field) => orNull(field, isAmount(field) ? money : rulesOf(field).output(field));
function givenOf(field: Field): z.ZodType {
  if (!isAmount(field)) return orNull(field, rulesOf(field).input(field));
  const { max = Number.MAX_SAFE_INTEGER } = field;
  return orNull(field, z.int().min(-max).max(max));
}

/**
 * The schema of event data. It has neither optional texts nor ids of owned records: readers of a timeline may not be
 * allowed to open them.
 */
function factsOf(fields: Fields, key: string): z.ZodObject {
  const facts = Object.entries<Field>(fields).flatMap(([name, field]): [string, z.ZodType][] => {
    if (isAmount(field))
      return [
        [`${name}Minor`, orNull(field, z.int())],
        ["currency", z.string()],
      ];
    if (isReference(field)) {
      const owned = "to" in field && nounOf(String(field.to))?.owned;
      const named: [string, z.ZodType] = [name, orNull(field, z.string())];
      return owned ? [named] : [named, [`${name}Id`, orNull(field, id)]];
    }
    const isNote = !field.required && (field.kind === "text" || field.kind === "longText");
    return isNote ? [] : [[name, outOf(field)]];
  });
  const own = Object.keys(fields).some((name) => `${name}Id` === key) ? {} : { [key]: id };
  return z.object({ ...own, ...Object.fromEntries(facts) });
}
