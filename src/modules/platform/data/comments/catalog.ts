import { defineCatalog } from "@/lib/catalog";

/** Timelines show comments themselves, at their dates: their events are those of the record. */
export const commentCatalog = defineCatalog({
  entity: "comment",
  path: "comments",
  label: { one: "comment", many: "comments" },
  columns: {},
  naturalKeys: [],
  after: [],
  timeline: {},
});
