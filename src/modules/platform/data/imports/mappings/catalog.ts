import { defineCatalog, timelineLines } from "@/lib/catalog";
import { importMappingEvents } from "./events";

export const importMappingCatalog = defineCatalog({
  entity: "importMapping",
  path: "import-mappings",
  label: { one: "saved mapping", many: "saved mappings" },
  columns: {
    name: { label: "Name", kind: "text", required: true, importable: false },
    entity: { label: "Type of record", kind: "text", importable: false },
  },
  naturalKeys: [["name"]],
  after: [],
  timeline: timelineLines(importMappingEvents, {
    created: { verb: "saved the mapping", icon: "create" },
    updated: { verb: "renamed the mapping", icon: "edit" },
    replaced: { verb: "replaced the mapping", icon: "edit" },
    deleted: { verb: "deleted the mapping", icon: "archive" },
  }),
});
