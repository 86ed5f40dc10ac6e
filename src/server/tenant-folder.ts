import "server-only";
import { join } from "node:path";
import { env } from "@/env";

/** The folder with the files of a workspace. Every file of a workspace stands there: it is deleted with it. */
export function tenantFolder(tenantId: string): string {
  if (!/^[0-9a-f-]{36}$/.test(tenantId)) throw new Error("No id of a workspace.");
  return join(env.DATA_DIR, "workspaces", tenantId);
}
