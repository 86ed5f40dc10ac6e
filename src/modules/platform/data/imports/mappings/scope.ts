import "server-only";
import { sharedScope } from "@/server/scope";

/** Saved mappings belong to the workspace: whoever may import uses and changes them. */
export const importMappingScope = sharedScope({
  entity: "importMapping",
  noun: "saved mapping",
  edit: "record:import",
  seenBy: ["record:import"],
  load: (ctx, ids) => ctx.db.importMapping.findMany({ where: { id: { in: ids } }, select: { id: true } }),
  names: (ctx, ids) => ctx.db.importMapping.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } }),
  namesIn: "import_mappings",
});
