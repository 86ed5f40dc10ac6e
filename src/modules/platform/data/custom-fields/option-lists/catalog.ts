import { defineCatalog, timelineLines } from "@/lib/catalog";
import { optionListEvents } from "./events";

export const optionListCatalog = defineCatalog({
  entity: "optionList",
  path: "option-lists",
  label: { one: "list of options", many: "lists of options" },
  columns: {},
  naturalKeys: [],
  after: [],
  timeline: timelineLines(optionListEvents, { updated: { verb: "changed the options of", icon: "edit" } }),
});
