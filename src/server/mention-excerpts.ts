import "server-only";
import type { Ctx } from "./context.ts";
import { processWide } from "./process-wide.ts";

/**
 * The words around the mention of the reader in each of these comments, as they are now, by comment; deleted ones have
 * none.
 */
export type ExcerptsAround = (ctx: Ctx, commentIds: readonly string[]) => Promise<ReadonlyMap<string, string>>;

const registered = processWide<ExcerptsAround>("words around mentions");

/** The registry passes the function that reads comments: notifications do not know them. */
export function registerExcerpts(read: ExcerptsAround): void {
  registered.set(read);
}

/** Throws if the registry was not loaded, because otherwise each comment would seem to be deleted. */
export const excerptsAround: ExcerptsAround = async (ctx, commentIds) =>
  commentIds.length === 0 ? new Map() : await registered.required()(ctx, commentIds);
