import { z } from "zod";
import { type Catalog, type CatalogColumn, timelineLines } from "@/lib/catalog";
import { deletedField, ownIdField } from "@/lib/fields/base";
import { customKey, customName, isCustomName } from "@/lib/fields/custom";
import { customValues } from "@/lib/fields/custom-values";
import { derivedIn } from "@/lib/fields/derived";
import { type Field, type Fields, inputName, isNeeded } from "@/lib/fields/field";
import { rulesOf } from "@/lib/fields/kinds";
import { statesIn } from "@/lib/fields/states";
import { withArticle } from "@/lib/text";
import { id, instant, version } from "@/lib/zod";
import { describeNounsBy, type Noun, type Schema, type WithIds } from "./define";
import { extendSchema } from "./derive-schema";
import { commentEvents, nounEvents, stepEvents } from "./events";
import type { NounHead } from "./noun-head";
import "./part-schemas";
import { noticesOfHead } from "./notices";
import { recordPage } from "./record-page";
import { settingEvents } from "./settings";

describeNounsBy({
  declared({ entity, head, fields: all, parts }, given) {
    const fields = all as WithIds<Fields>;
    const steps = stepEvents(entity, given.fields);
    const events = nounEvents(entity);
    const settings = head.settings ? settingEvents(entity as string) : null;
    // The document of the API calls it "Product".
    const record = recordSchema(fields).meta({ id: `${entity.charAt(0).toUpperCase()}${entity.slice(1)}` });
    return {
      ...{ events, steps, settings },
      record: record as unknown as Noun["record"],
      page: recordPage(record) as unknown as Noun["page"],
      create: inputSchema(fields, true).extend(sharedInput) as unknown as Noun["create"],
      update: inputSchema(fields, false).extend({ ...sharedInput, id, version }) as unknown as Noun["update"],
      catalog: {
        entity,
        path: head.path,
        label: { one: head.one, many: head.many },
        alsoCalled: head.alsoCalled,
        columns: catalogColumns(head, fields, given.idSynonyms ?? []),
        naturalKeys: [[ownIdField], ["externalId"], ...given.naturalKeys],
        after: [...new Set([...(given.after ?? []), ...targetsOf(entity, fields)])],
        timeline: {
          ...stepLines(entity, fields),
          ...Object.assign({}, ...parts.map(({ timeline }) => timeline)),
          ...(settings && timelineLines(settings, settingLines)),
          ...timelineLines(events, eventLines),
        },
        logged: {
          [events.mentioned.name]: "Mentioned members",
          ...noticeWords(entity),
          ...(head.comments ? commentWords(entity, head) : {}),
        },
      },
    };
  },
  extended(noun, added, changed) {
    const { record, page: rows, update, events, steps, settings, catalog } = noun;
    return {
      ...{ record, page: rows, update, events, steps, settings },
      create: withCustom(noun.create, added, true),
      catalog: {
        ...catalog,
        columns: { ...catalog.columns, ...catalogColumnsOf(changed), ...catalogColumnsOf(added) },
        // Files are recognised by them where a person chooses that, or where they have no other key.
        naturalKeys: [...catalog.naturalKeys, ...uniqueIn(added)],
      },
    };
  },
});

const uniqueIn = (added: Fields) =>
  Object.entries<Field>(added).flatMap(([name, { unique }]) => (unique ? [[name]] : []));

const fileName = ({ name }: Readonly<Record<string, unknown>>) => String(name);

/** How timelines put the events of every record. */
const eventLines = {
  created: { verb: "created", icon: "create", touch: true },
  updated: { verb: "changed", icon: "edit" },
  archived: { verb: "archived", icon: "archive" },
  restored: { verb: "restored", icon: "create" },
  deleted: { verb: "deleted", icon: "archive" },
  imported: { verb: "imported", icon: "import" },
  importReverted: { verb: "reverted the import of", icon: "import" },
  valuesMoved: { verb: "moved field values of", icon: "edit" },
  erasureRequested: { verb: "anonymised", icon: "archive" },
  textsErased: { verb: "erased the texts about a person in", icon: "archive" },
  personalDataExported: { verb: "exported the personal data of", icon: "import" },
  fileAdded: { verb: "added a file to", icon: "note", kind: "changes", detail: fileName, touch: true },
  fileVersionAdded: {
    verb: "added a version of a file of",
    icon: "note",
    kind: "changes",
    detail: fileName,
    touch: true,
  },
  fileVersionRestored: { verb: "restored a version of a file of", icon: "note", kind: "changes", detail: fileName },
  fileRenamed: { verb: "renamed a file of", icon: "edit", detail: fileName },
  fileRemoved: { verb: "deleted a file of", icon: "archive", detail: fileName },
  fileRestored: { verb: "restored a file of", icon: "create", detail: fileName },
  pictureChanged: { verb: "changed the picture of", icon: "edit" },
  pictureRemoved: { verb: "removed the picture of", icon: "edit" },
  // The edit of the same act stands there already.
  mentioned: null,
} as const;

/** The audit log names notices that no person causes, such as reminders, as the settings do. */
const noticeWords = (entity: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(noticesOfHead(entity)).flatMap(([name, { label, when }]) =>
      when ? [[`${entity}.${name}`, label]] : [],
    ),
  );

/** Timelines show the comments themselves. */
const commentWords = (entity: string, { one }: Noun["head"]): Record<string, string> => {
  const on = `on ${withArticle(one)}`;
  const events = commentEvents(entity);
  return {
    [events.commented.name]: `Commented ${on}`,
    [events.commentEdited.name]: `Edited a comment ${on}`,
    [events.commentDeleted.name]: `Deleted a comment ${on}`,
    [events.commentReacted.name]: `Reacted to a comment ${on}`,
    [events.commentResolved.name]: `Resolved a thread ${on}`,
    [events.commentReopened.name]: `Reopened a thread ${on}`,
    [events.commentFileAdded.name]: `Added a file to a comment ${on}`,
    [events.commentFileVersionAdded.name]: `Added a version of a file to a comment ${on}`,
    [events.commentFileVersionRestored.name]: `Restored a version of a file of a comment ${on}`,
    [events.commentFileRenamed.name]: `Renamed a file of a comment ${on}`,
    [events.commentFileRemoved.name]: `Deleted a file of a comment ${on}`,
    [events.commentFileRestored.name]: `Restored a file of a comment ${on}`,
  };
};

/** Timelines show a transition by its event: "Ann claimed Compressor". */
const stepLines = (entity: string, fields: Fields): Catalog["timeline"] =>
  Object.fromEntries(
    statesIn(fields).flatMap(([, { states }]) =>
      Object.values(states).map(
        ({ event }) => [`${entity}.${event}`, { verb: event, icon: "move", touch: true }] as const,
      ),
    ),
  );

/** How timelines put the events of a list in the settings. */
const settingLines = {
  moved: { verb: "moved", icon: "move" },
  merged: { verb: "merged", icon: "move" },
} as const;

/** Adds the required custom fields to the input of a new record, so that forms check them before the server does. */
function withCustom<T>(schema: Schema<T>, added: Fields, creating: boolean): Schema<T> {
  const { shape } = inputSchema(added, creating);
  const own = Object.entries(shape).map(
    ([name, field]) => [isCustomName(name) ? customKey(name) : name, field] as const,
  );
  const custom = own.filter(([key]) => customName(key) in shape);
  const others = own.filter(([key]) => !(customName(key) in shape));
  const given = custom.length > 0 ? z.object(Object.fromEntries(custom)) : customValues.optional();
  return extendSchema(schema, { ...Object.fromEntries(others), custom: given }) as unknown as Schema<T>;
}

/** The columns of fields in imports and timelines. */
export const catalogColumnsOf = (fields: Fields): Catalog["columns"] =>
  Object.assign(
    {},
    ...Object.entries(fields).map(([name, field]) => partsOf(name, rulesOf(field).columns(name, field))),
  );

/** The kinds of record that imported rows of a noun may point to, except the noun itself. */
const targetsOf = (entity: string, fields: Fields): string[] =>
  Object.values(fields).flatMap((field) => {
    if (field.kind === "member" || field.kind === "members") return ["member"];
    const to = "to" in field && field.importable !== false ? [field.to].flat().map(String) : [];
    return to.filter((one) => one !== entity);
  });

const orNull = (field: Field, schema: z.ZodType) =>
  field.required || field.requiredForNew ? schema : schema.nullable();

function recordSchema(fields: Fields) {
  const own = Object.entries(fields).map(([name, field]) => [name, orNull(field, rulesOf(field).output(field))]);
  return z.object({
    id,
    ...(Object.fromEntries(own) as Record<string, z.ZodType>),
    archivedAt: instant.nullable(),
    createdAt: instant,
    updatedAt: instant,
    version,
    mayEdit: z.boolean(),
    tags: z.array(id).nullable(),
    custom: customValues,
  });
}

/** The part of an input that all nouns share; the workspace's custom fields say what it may hold. */
const sharedInput = { tags: z.array(id).max(100).nullable().optional(), custom: customValues.optional() };

/** The schema of the fields that people set; with `creating`, those that a new record needs are required. */
export function inputSchema(fields: Fields, creating: boolean) {
  const own = Object.entries(fields).flatMap(([name, field]) => {
    if (field.computed) return [];
    const schema = orNull(field, rulesOf(field).input(field));
    const needed = creating && isNeeded(field);
    return [[inputName(name, field), needed ? schema : schema.optional()] as const];
  });
  return z.object(Object.fromEntries(own));
}

function catalogColumns({ one }: NounHead, fields: WithIds<Fields>, idSynonyms: readonly string[]): Catalog["columns"] {
  const { externalId, externalSource, ...plain } = fields;
  const wholes = derivedIn(fields);
  const columnsOf = (some: Readonly<Record<string, Field>>) =>
    Object.entries(some).map(([name, field]) => {
      const columns = partsOf(name, rulesOf(field).columns(name, field));
      const whole = field.follows ?? wholes.find(([, { parts }]) => name in (parts?.("") ?? {}))?.[0];
      const own = columns[name];
      return whole && own ? { ...columns, [name]: { ...own, partOf: whole } } : columns;
    });
  const [title, ...others] = columnsOf(plain);
  const synonyms = [...(externalId.synonyms ?? []), `${one} id`, ...idSynonyms];
  const ids = columnsOf({ externalId: { ...externalId, synonyms }, externalSource });
  return Object.assign({}, title, { [ownIdField]: ownIdColumn }, ...ids, ...others, { [deletedField]: deletedColumn });
}

/** Files that were exported here name their records by it. */
const ownIdColumn: CatalogColumn = { label: "Id", kind: "text", ownId: true };

/** Exports of other products may hold what was deleted there. */
const deletedColumn: CatalogColumn = {
  label: "Deleted",
  kind: "boolean",
  leavesOut: true,
  synonyms: ["is deleted", "in trash"],
};

const partsOf = (name: string, columns: Catalog["columns"]): Catalog["columns"] =>
  Object.fromEntries(
    Object.entries(columns).map(([key, column]) => [key, key === name ? column : { ...column, of: name }]),
  );
