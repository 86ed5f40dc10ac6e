import { defineCatalog, timelineLines } from "@/lib/catalog";
import { customFieldEvents } from "./events";

export const customFieldCatalog = defineCatalog({
  entity: "customField",
  path: "custom-fields",
  label: { one: "custom field", many: "custom fields" },
  columns: {
    label: { label: "Name", kind: "text", required: true, importable: false },
    help: { label: "Help", kind: "text", importable: false },
    section: { label: "Section", kind: "text", importable: false },
    required: { label: "Required", kind: "boolean", importable: false },
    unique: { label: "Unique", kind: "boolean", importable: false },
    position: { label: "Position", kind: "integer", importable: false },
  },
  naturalKeys: [],
  after: [],
  timeline: timelineLines(customFieldEvents, {
    created: { verb: "created the custom field", icon: "create" },
    updated: { verb: "changed the custom field", icon: "edit" },
    moved: { verb: "moved the custom field", icon: "move" },
    archived: { verb: "archived the custom field", icon: "archive" },
    restored: { verb: "restored the custom field", icon: "create" },
    deleted: { verb: "deleted the custom field", icon: "archive" },
    undeleted: { verb: "restored the deleted custom field", icon: "create" },
    converted: { verb: "changed the kind of the custom field", icon: "edit" },
    valuesMoved: null,
    purged: { verb: "deleted the values of the custom field", icon: "archive" },
  }),
});
