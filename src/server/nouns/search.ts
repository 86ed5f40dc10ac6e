import "server-only";
import type { Field, Fields } from "@/lib/fields/field";
import { permissionFor } from "@/lib/nouns/all";
import type { Noun } from "@/lib/nouns/define";
import { factsOf } from "@/lib/search";
import type { Row } from "../fields/kind.ts";
import type { SearchReference, SearchSource } from "../search/source.ts";
import { inWorkspace } from "./in-workspace.ts";
import type { NounRuntime } from "./noun-runtime.ts";
import { presenterFor } from "./present.ts";
import { rowsById } from "./rows-by-id.ts";
import { snakeCase } from "./snake-case.ts";

/** How search finds the records of a noun: by its name and its searchable fields. */
export function searchSourceOf(
  runtime: Pick<NounRuntime, "noun" | "table" | "scope" | "targets">,
  facts: readonly string[],
): SearchSource {
  const { noun, table } = runtime;
  const { head, entity, fields } = noun;
  return {
    entity,
    permission: permissionFor(entity, "view"),
    table: table.list.table,
    owned: head.owned,
    fields: Object.keys(fields).filter((name) => fields[name]?.searchable),
    references: referencesOf(noun),
    present: { archivedAt: null },
    async load(ctx, ids) {
      const own = inWorkspace(ctx, runtime as NounRuntime);
      const rows = await rowsById(ctx, own, ids);
      const present: (row: Row) => Readonly<Record<string, unknown>> = presenterFor(ctx, own);
      return rows.map((row) => {
        const record = present(row);
        const { id, archivedAt } = row;
        return { id, name: String(record.name), archived: archivedAt !== null, facts: factsOf(record, facts) };
      });
    },
  };
}

const idColumn = (field: string): string => `${snakeCase(field)}_id`;

/** The fields of a noun, and of its parts, that name a record. */
function referencesOf({ entity, head, fields, parts }: Noun): SearchReference[] {
  const among = (some: Fields, of: (name: string) => Omit<SearchReference, "to" | "column">): SearchReference[] =>
    Object.entries<Field>(some).flatMap(([name, field]) =>
      field.kind === "reference" && "to" in field
        ? [{ ...of(name), to: String(field.to), column: idColumn(name) }]
        : [],
    );
  return [
    ...among(fields, (field) => ({ field, table: head.table, record: "id" })),
    ...parts.flatMap((part) =>
      among(part.fields, () => ({ field: part.many, table: part.table, record: idColumn(entity) })),
    ),
  ];
}
