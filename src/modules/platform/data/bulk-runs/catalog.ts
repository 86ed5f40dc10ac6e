import { defineCatalog, timelineLines } from "@/lib/catalog";
import { bulkRunEvents } from "./events";

export const bulkRunCatalog = defineCatalog({
  entity: "bulkRun",
  path: "bulk-runs",
  label: { one: "change of many records", many: "changes of many records" },
  columns: {},
  naturalKeys: [],
  after: [],
  timeline: timelineLines(bulkRunEvents, {
    started: { verb: "started a change of many records", icon: "edit" },
    finished: { verb: "changed many records", icon: "edit" },
    cancelled: { verb: "cancelled a change of many records", icon: "edit" },
    failed: { verb: "could not finish a change of many records", icon: "edit" },
    applied: { verb: "changed several records", icon: "edit" },
    undoStarted: { verb: "started to undo a change of many records", icon: "edit" },
    undone: { verb: "undid a change of many records", icon: "edit" },
    reversed: { verb: "undid a change of several records", icon: "edit" },
  }),
});
