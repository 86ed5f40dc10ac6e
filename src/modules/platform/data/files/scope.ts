import "server-only";
import { memberOf } from "@/server/actor";
import type { Ctx } from "@/server/context";
import { AppError, notFound } from "@/server/errors";
import { defineScope, type OwnedRow, type Scope } from "@/server/scope";
import { knownOnSeenRecords, seenRecords } from "@/server/seen-records";
import { liveObject } from "@/server/signals/live";
import type { FileTarget, StoredFile } from "./schema";

/** The rights to the files of a record. */
export type FileRights = Pick<StoredFile, "mayEdit" | "mayDelete">;

/** The rights of the actor to the files of a record that they see. Members have that to their own picture. */
export function fileRights(ctx: Ctx, entity: string, row: OwnedRow): FileRights {
  const isSelf = entity === "member" && row.id === memberOf(ctx.actor) && ctx.readOnly === null;
  const scope = liveObject(entity)?.scope;
  const mayEdit = isSelf || scope?.mayEdit(ctx, row) === true;
  // Others than its writer delete a comment, and so its files.
  return { mayEdit, mayDelete: entity === "comment" ? scope?.mayEdit(ctx, row, "comment:delete") === true : mayEdit };
}

/** A record with files. NOT_FOUND for one that the actor does not see. */
export async function seenRecord(ctx: Ctx, { entity, recordId }: FileTarget): Promise<OwnedRow> {
  const [row] = await seenRecords(ctx, entity, [recordId]);
  if (!row) throw notFound();
  return row;
}

/** The same; FORBIDDEN for one that the actor may only see, and CONFLICT for a comment of which only the mark is left. */
export async function editableRecord(ctx: Ctx, target: FileTarget): Promise<OwnedRow> {
  const row = await seenRecord(ctx, target);
  if (!fileRights(ctx, target.entity, row).mayEdit) throw new AppError("FORBIDDEN", refusalOf(target), { id: row.id });
  if (target.entity === "comment") await requirePresent(ctx, row.id);
  return row;
}

const refusalOf = ({ entity }: FileTarget): string =>
  entity === "comment"
    ? "Only the author of a comment can add files to it. Write a reply with yours."
    : "You can see this record but not change its files. Ask its owner, a manager of the team or an admin.";

async function requirePresent(ctx: Ctx, id: string): Promise<void> {
  if ((await ctx.db.comment.count({ where: { id, deletedAt: null } })) === 0)
    throw new AppError("CONFLICT", "This comment was deleted, so you cannot add files to it.");
}

/** A file with the record that it belongs to. */
interface FileRow extends OwnedRow {
  entity: string;
  recordId: string;
}

const scope = defineScope({
  entity: "file",
  noun: "file",
  edit: "workspace:view",
  owned: false,
  async load(ctx, ids): Promise<FileRow[]> {
    const select = { id: true, entity: true, recordId: true } as const;
    return await knownOnSeenRecords(ctx, await ctx.db.file.findMany({ where: { id: { in: ids } }, select }));
  },
});

const scopeOf = (right: keyof FileRights): Scope<"file"> => ({
  ...scope,
  mayEdit(ctx, row) {
    const { entity, recordId, id: _id, ...owned } = row as FileRow;
    return fileRights(ctx, entity, { ...owned, id: recordId })[right];
  },
});

/** A file is seen, and changed, by those who see and change its record. */
export const fileScope = scopeOf("mayEdit");
/** The same for deleting and restoring a file. */
export const fileDeletionScope = scopeOf("mayDelete");
