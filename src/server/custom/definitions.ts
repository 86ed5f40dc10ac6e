import "server-only";
import { LRUCache } from "lru-cache";
import { addedFields, type CustomField, type Tag } from "@/lib/fields/custom";
import type { ChoiceOption, Fields } from "@/lib/fields/field";
import type { OptionLists } from "@/lib/fields/option-lists";
import { groupBy } from "@/lib/group-by";
import { isoOf } from "../columns.ts";
import { Prisma } from "../db/generated/client.ts";
import { tenantDb, tenantSql } from "../db/tenant-db.ts";

/** The custom fields, tags and options of a workspace at one time. */
export interface CustomFields {
  /** Rises with each change. */
  version: number;
  tags: readonly Tag[];
  /** The options of the lists that the workspace has changed. */
  lists: OptionLists;
  /** The fields of all objects that are not deleted. */
  fields: readonly CustomField[];
  /** Those that records of an object show, with the tags, in the form of built-in fields. Keeps its identity. */
  fieldsOf(entity: string): Fields;
  /** The same with those that are archived or deleted: records keep their values. */
  storedOf(entity: string): Fields;
}

interface Definitions {
  fields: readonly (CustomField & { deleted?: boolean })[];
  tags: readonly Tag[];
  lists: OptionLists;
}

/** Definitions in the form in which the kernel reads them. */
export function customFields(version: number, { fields, tags, lists }: Definitions): CustomFields {
  const byEntity = groupBy(fields, ({ entity }) => entity);
  const all = (entity: string) => byEntity.get(entity) ?? [];
  const shown = (entity: string) => all(entity).filter(({ deleted }) => !deleted);
  const stored = (entity: string) => all(entity).map((field) => ({ ...field, archivedAt: null }));
  return {
    version,
    tags,
    lists,
    fields: fields.filter(({ deleted }) => !deleted),
    fieldsOf: once((entity) => addedFields(shown(entity), tags)),
    storedOf: once((entity) => addedFields(stored(entity), tags)),
  };
}

/** Makes the fields of each kind of record when they are first needed. */
function once(make: (entity: string) => Fields): (entity: string) => Fields {
  const known = new Map<string, Fields>();
  return (entity) => {
    const found = known.get(entity) ?? make(entity);
    known.set(entity, found);
    return found;
  };
}

/** A workspace that has not defined any. */
export const noCustomFields: CustomFields = customFields(0, { fields: [], tags: [], lists: {} });

// By workspace. An entry counts for one version only, so nothing tells servers to forget it.
const cache = new LRUCache<string, CustomFields>({ max: 500 });

/** The definitions of a workspace; `version` is what its row says now. */
export async function customFieldsOf(tenantId: string, version: number): Promise<CustomFields> {
  if (version === 0) return noCustomFields;
  const known = cache.get(tenantId);
  if (known?.version === version) return known;
  const read = await readDefinitions(tenantId);
  const found = customFields(read.version, read);
  cache.set(tenantId, found);
  return found;
}

interface DefinitionsRow {
  version: number;
  fields: (CustomField & { deleted: boolean })[];
  tags: Tag[];
  lists: Record<string, ChoiceOption[]>;
}

/** One statement, so that the version is that of the definitions. */
async function readDefinitions(tenantId: string): Promise<DefinitionsRow> {
  const [row] = await tenantSql<DefinitionsRow>(
    tenantId,
    tenantDb(tenantId).db,
    Prisma.sql`
      select t.fields_version as version,
        coalesce((
          select json_agg(json_build_object('id', f.id, 'entity', f.entity, 'key', f.key, 'kind', f.kind, 'label', f.label,
            'help', f.help, 'section', f.section, 'position', f.position, 'required', f.required, 'unique', f.is_unique,
            'initial', f.initial, 'settings', f.settings, 'archivedAt', f.archived_at, 'deleted', f.deleted_at is not null, 'version', f.version)
            order by f.position, f.id)
          from custom_fields f where f.tenant_id = t.id and f.purged_at is null), '[]') as fields,
        coalesce((
          select json_agg(json_build_object('id', g.id, 'name', g.name, 'color', g.color, 'category', g.category,
            'archivedAt', g.archived_at) order by g.name_key)
          from tags g where g.tenant_id = t.id and g.merged_into_id is null), '[]') as tags,
        coalesce((
          select json_object_agg(l.name, l.options) from option_lists l where l.tenant_id = t.id), '{}') as lists
      from tenants t where t.id = ${tenantId}::uuid`,
  );
  if (!row) return { version: 0, fields: [], tags: [], lists: {} };
  const iso = (at: string | null) => isoOf(at === null ? null : new Date(at));
  return {
    version: row.version,
    lists: row.lists,
    fields: row.fields.map((field) => ({ ...field, archivedAt: iso(field.archivedAt) })),
    tags: row.tags.map((tag) => ({ ...tag, archivedAt: iso(tag.archivedAt) })),
  };
}
