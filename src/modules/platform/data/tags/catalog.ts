import { defineCatalog, timelineLines } from "@/lib/catalog";
import { tagEvents } from "./events";

export const tagCatalog = defineCatalog({
  entity: "tag",
  path: "tags",
  label: { one: "tag", many: "tags" },
  columns: {
    name: { label: "Name", kind: "text", required: true, importable: false },
    color: { label: "Colour", kind: "text", importable: false },
    category: { label: "Category", kind: "text", importable: false },
  },
  naturalKeys: [["name"]],
  after: [],
  timeline: timelineLines(tagEvents, {
    created: { verb: "created the tag", icon: "create" },
    updated: { verb: "changed the tag", icon: "edit" },
    archived: { verb: "archived the tag", icon: "archive" },
    restored: { verb: "restored the tag", icon: "create" },
    merged: { verb: "merged the tag", icon: "move", names: { key: "intoId", entity: "tag", word: "Into" } },
    valuesMoved: null,
  }),
});
