import { defineCatalog, timelineLines } from "@/lib/catalog";
import { savedViewEvents } from "./events";

export const savedViewCatalog = defineCatalog({
  entity: "savedView",
  path: "views",
  label: { one: "view", many: "views" },
  columns: {
    name: { label: "Name", kind: "text", required: true, importable: false },
    scope: { label: "Shared with", kind: "text", importable: false },
    owner: { label: "Owner", kind: "reference", to: "member", importable: false },
  },
  naturalKeys: [["name"]],
  after: [],
  timeline: timelineLines(savedViewEvents, {
    created: { verb: "created the view", icon: "create" },
    updated: { verb: "changed the view", icon: "edit" },
    moved: null,
    archived: { verb: "deleted the view", icon: "archive" },
    chosen: { verb: "chose the view that opens first", icon: "edit" },
    restored: { verb: "restored the view", icon: "create" },
    reassigned: { verb: "changed the owner of the view", icon: "edit" },
  }),
});
