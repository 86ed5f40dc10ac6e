import "server-only";
import type { ChoiceOption } from "@/lib/fields/field";
import type { Ctx } from "@/server/context";
import { inWorkspace } from "@/server/nouns/in-workspace";
import { manyOf } from "@/server/nouns/many";
import type { FieldPair } from "@/server/sync/object";
import type { RemoteField } from "@/server/sync/provider";
import { namesHere } from "./names-here";
import { ownOptions } from "./own-options";

/** Something that a value names: an option of either side, a person, or a record. */
export type Pointer =
  | { to: "option"; entity: string; field: string; id: string }
  | { to: "optionThere" | "person"; entity: string; property: string; id: string }
  | { to: "member"; id: string }
  | { to: "record"; entity: string; id: string }
  | { to: "recordThere"; entity: string; id: string };

interface Sources {
  connectionId: string;
  mapped: readonly { entity: string; pairs: readonly FieldPair[]; described: readonly RemoteField[] }[];
}

const noRecord = "A record that is not shown";
const noOption = "A former option";
const noMember = "A former member";

/** Looks up the names of pointers: a statement for members, one for links, one for each kind of record, and one for stages. */
export async function loadNames(
  ctx: Ctx,
  sources: Sources,
  pointers: readonly Pointer[],
): Promise<(pointer: Pointer) => string> {
  const options = await optionLabels(ctx, sources, pointers);
  const members = await memberNames(ctx, idsOf(pointers, "member"));
  const linked = await linkedHere(ctx, sources.connectionId, idsOf(pointers, "recordThere"));
  const records = await namesHere(
    ctx,
    pointers.flatMap((pointer) => {
      if (pointer.to === "record") return [{ entity: pointer.entity, id: pointer.id }];
      const id = pointer.to === "recordThere" ? linked.get(`${pointer.entity} ${pointer.id}`) : undefined;
      return id && "entity" in pointer ? [{ entity: pointer.entity, id }] : [];
    }),
  );
  const described = describedOptions(sources);
  return (pointer) => {
    const { to, id } = pointer;
    if (to === "member") return members.get(id) ?? noMember;
    if (to === "record") return records.get(id) ?? noRecord;
    if (to === "option") return options.get(`${pointer.entity} ${pointer.field} ${id}`) ?? (isId(id) ? noOption : id);
    if (to === "recordThere") {
      const here = linked.get(`${pointer.entity} ${id}`);
      // Without a link, their own id is all that is known of it.
      return here === undefined ? id : (records.get(here) ?? noRecord);
    }
    return described.get(`${pointer.entity} ${pointer.property} ${id}`) ?? id;
  };
}

const isId = (text: string) => /^[0-9a-f]{8}-[0-9a-f]{4}-/.test(text);

const idsOf = (pointers: readonly Pointer[], to: Pointer["to"]): string[] => [
  ...new Set(pointers.flatMap((one) => (one.to === to ? [one.id] : []))),
];

/** The labels of our options, archived ones too, by kind of record, field and value. */
async function optionLabels(ctx: Ctx, { mapped }: Sources, pointers: readonly Pointer[]): Promise<Map<string, string>> {
  const wanted = new Set(pointers.flatMap((one) => (one.to === "option" ? [`${one.entity} ${one.field}`] : [])));
  const labels = new Map<string, string>();
  for (const { entity, pairs } of mapped)
    for (const pair of pairs) {
      const key = `${entity} ${pair.field}`;
      if (!wanted.has(key)) continue;
      const field = inWorkspace(ctx, manyOf(entity).runtime).noun.fields[pair.field];
      const declared = field && "options" in field ? (field.options as readonly ChoiceOption[]) : [];
      for (const { value, label } of [...declared, ...(await ownOptions(ctx, entity, pair))])
        labels.set(`${key} ${value}`, label);
    }
  return labels;
}

/** The labels of options and the names of people there, as the service described them last. */
const describedOptions = ({ mapped }: Sources): ReadonlyMap<string, string> =>
  new Map(
    mapped.flatMap(({ entity, described }) =>
      described.flatMap(({ name, options }) =>
        options.map(({ value, label }) => [`${entity} ${name} ${value}`, label] as const),
      ),
    ),
  );

async function memberNames({ db }: Ctx, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db.member.findMany({ where: { id: { in: [...ids] } }, select: { id: true, name: true } });
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** Our records by the ids of those there that are linked to them. */
async function linkedHere(
  { db }: Ctx,
  connectionId: string,
  externalIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (externalIds.length === 0) return new Map();
  const rows = await db.syncLink.findMany({
    where: { object: { connectionId }, externalId: { in: [...externalIds] } },
    select: { recordId: true, externalId: true, object: { select: { entity: true } } },
  });
  return new Map(rows.map(({ recordId, externalId, object }) => [`${object.entity} ${externalId}`, recordId]));
}
