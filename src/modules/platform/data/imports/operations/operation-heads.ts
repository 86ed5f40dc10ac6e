import "server-only";
import { importScope } from "@/server/import-scope";

const ids = (input: { id: string }) => [input.id];

/** The shared part of operations that read one import. */
export const readsImport = {
  kind: "query",
  permission: "record:import",
  uses: [{ scope: importScope, ids }],
} as const;

/** The shared part of operations that change one import. */
export const changesImport = {
  kind: "mutation",
  permission: "record:import",
  on: { scope: importScope, ids },
} as const;
