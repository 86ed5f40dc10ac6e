import type { Field, FieldOf, Fields } from "@/lib/fields/field";
import { inputName, isNeeded, isReference } from "@/lib/fields/field";
import { linkableTo } from "@/lib/nouns/all";
import { isAmount, type PartList } from "@/lib/nouns/parts";
import { declaredNouns, nounParts } from "@/registry/nouns";
import type { Ctx } from "@/server/context";
import { newId } from "@/server/new-id";
import { linksIn } from "@/server/nouns/links";
import { columnsOf } from "@/server/nouns/part-rows";
import { recordsOf } from "@/server/nouns/records";
import { newMark } from "./new-mark";

/** The basis of a field's sample: a recognisable text, and rows for references. */
interface Sample {
  marker: string;
  memberId: string;
  ids: Readonly<Record<string, string>>;
}

/** A value of a field as an input gives it. */
export function sampleOf(field: Field, { marker, memberId, ids }: Sample): unknown {
  switch (field.kind) {
    case "url":
      return `https://${marker}.example`;
    case "domain":
      return `${marker}.example`;
    case "email":
      return `${marker}@test.example`;
    case "emails":
      return [{ value: `${marker}@test.example`, type: "work" }];
    case "phones":
      return [{ value: "+13125550142", type: "mobile" }];
    case "integer":
    case "percent":
      return 7;
    case "duration":
      return 90;
    case "number":
      return 7.5;
    case "money":
      return { amount: 12_345, currency: "USD" };
    case "date":
      return "2026-11-30";
    case "instant":
      return "2026-11-30T10:00:00.000Z";
    case "boolean":
      return true;
    case "choice":
      return (field as FieldOf<"choice">).options[0]?.value;
    case "choices":
      return [(field as FieldOf<"choices">).options[0]?.value];
    case "address":
      return { city: marker };
    case "members":
      return [memberId];
    case "member":
      return memberId;
    case "links":
      return [];
    case "reference":
      return ids[(field as FieldOf<"reference">).to];
    case "text":
      return "code" in field && field.code ? newCode() : marker;
    default:
      return marker;
  }
}

/** Another one each time: no two records have the same. */
const newCode = (): string => `K${newMark().slice(0, 9).toUpperCase()}`;

type Declared = (typeof declaredNouns)[keyof typeof declaredNouns];
type Given = Readonly<Record<string, unknown>>;

/** Nouns whose records consist of their fields. An opportunity needs a stage: tests create theirs by hand. */
export const plainNouns = Object.values(declaredNouns).filter(({ noun }) => noun.entity !== "opportunity");

/** A stored row with every field filled; `given` replaces some inputs. */
function filledRow(ctx: Ctx, { noun, table }: Declared, sample: Sample, given: Given = {}): Record<string, unknown> {
  const filled = Object.entries<Field>(noun.fields).map(([name, field]) => [
    inputName(name, field),
    sampleOf(field, sample),
  ]);
  return { id: newId(), ...table.written({ ...Object.fromEntries(filled), ...given }, ctx.tenant) };
}

/** Nobody sees a record as one of its people: so the owner and the visibility setting decide, as for other nouns. */
const peopleOf = ({ noun: { head } }: Declared): Given =>
  head.seenThrough
    ? {
        [head.seenThrough.members]: null,
        ...(head.seenThrough.creator ? { [`${head.seenThrough.creator}Id`]: null } : {}),
      }
    : {};

/** Links records that are seen through others to a record that everyone sees. */
async function linkToAll(ctx: Ctx, { noun }: Declared, ids: readonly string[]): Promise<void> {
  const [entity] = linkableTo(noun.entity);
  const [field] = linksIn(noun.fields).map(([name]) => name);
  const declared = plainNouns.find((one) => one.noun.entity === entity);
  if (!noun.head.seenThrough?.creator || !declared || !entity || !field) return;
  const sample = { marker: `Seen by all ${ids[0]}`, memberId: "", ids: {} };
  const toId = await makeRecord(ctx, declared, sample, { ownerId: null });
  const links = ids.map((fromId) => ({ fromEntity: noun.entity, fromId, field, position: 0, toEntity: entity, toId }));
  await ctx.db.recordLink.createMany({ data: links });
}

/** One record, every field filled; `given` replaces some. Returns its id. */
export async function makeRecord(ctx: Ctx, declared: Declared, sample: Sample, given: Given = {}): Promise<string> {
  const data = filledRow(ctx, declared, sample, given);
  const { id } = await recordsOf(ctx, declared.noun.entity).create({ data, select: { id: true } });
  await linkToAll(ctx, declared, [id]);
  return id;
}

/** The cells of a row of a file that makes a new record. */
export const cellsOf = (fields: Fields, sample: Sample): Record<string, string | number | boolean> =>
  Object.fromEntries(
    Object.entries<Field>(fields).flatMap(([name, field]) => {
      const needed = isNeeded(field) || (name === "name" && !field.computed);
      const cell = field.kind === "money" ? 12_345 : sampleOf(field, sample);
      return needed ? [[name, Array.isArray(cell) ? String(cell) : (cell as string | number | boolean)]] : [];
    }),
  );

/** These nouns with those that their records need. */
function withTargets(entities: ReadonlySet<string>): ReadonlySet<string> {
  const all = new Set(entities);
  // Each target is found on the next way through the growing set.
  for (const entity of all) {
    const fields = plainNouns.find(({ noun }) => noun.entity === entity)?.noun.fields ?? {};
    for (const field of Object.values<Field>(fields)) if (field.required && "to" in field) all.add(String(field.to));
  }
  return all;
}

/** One record of each declared noun that `known` lacks, or of these nouns and those that they need; returns all ids. */
export async function makeRecords(
  ctx: Ctx,
  known: Sample["ids"],
  marker: string,
  only?: ReadonlySet<string>,
): Promise<Record<string, string>> {
  const ids = { ...known };
  const needed = only && withTargets(only);
  for (const declared of plainNouns.filter(({ noun }) => needed?.has(noun.entity) ?? true))
    ids[declared.noun.entity] ??= await makeRecord(ctx, declared, { marker, memberId: ctx.member?.id ?? "", ids });
  return ids;
}

/** For each of some owners, named by a word, a record of each declared noun with owners; returns the ids. */
export async function ownedNouns(
  ctx: Ctx,
  ids: Sample["ids"],
  owners: Readonly<Record<string, string | null>>,
): Promise<Record<string, Record<string, string>>> {
  const made: Record<string, Record<string, string>> = {};
  for (const declared of plainNouns.filter(({ noun }) => noun.head.owned)) {
    const source = declared.noun.head.accessFrom?.entity ?? "";
    const rows = Object.entries(owners).map(([word, ownerId]) => {
      // Access that comes from a record is that of the same owner's.
      const known = { ...ids, [source]: made[word]?.[source] ?? "" };
      const row = filledRow(
        ctx,
        declared,
        { marker: `Of ${word}`, memberId: ids.member ?? "", ids: known },
        {
          ...peopleOf(declared),
          ownerId,
        },
      );
      made[word] = { ...made[word], [declared.noun.entity]: String(row.id) };
      return row;
    });
    await recordsOf(ctx, declared.noun.entity).createMany({ data: rows });
    await linkToAll(
      ctx,
      declared,
      rows.map(({ id }) => String(id)),
    );
  }
  return made;
}

/** A part in each list whose parts point to no records, of these records; their ids by their models. */
export async function makeParts(ctx: Ctx, sample: Sample): Promise<Record<string, string>> {
  const made: Record<string, string> = {};
  for (const { declared: list } of nounParts as readonly { declared: PartList }[]) {
    const recordId = sample.ids[list.of];
    const fields = Object.entries<Field>(list.fields);
    if (!recordId || fields.some(([, field]) => isReference(field))) continue;
    const values = fields.map(([name, field]) => [name, isAmount(field) ? 12_345 : sampleOf(field, sample)]);
    const id = newId();
    const columns = columnsOf(ctx, list, {
      id,
      ...Object.fromEntries(values),
      ...(list.ordered ? { position: 0 } : {}),
    });
    const data = { ...columns, id, [`${list.of}Id`]: recordId };
    await recordsOf(ctx, list.model).create({ data, select: { id: true } });
    made[list.model] = id;
  }
  return made;
}
