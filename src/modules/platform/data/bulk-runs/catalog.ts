import { defineCatalog, timelineLines } from "@/lib/catalog";
import { bulkRunEvents } from "./events";

export const bulkRunCatalog = defineCatalog({
  entity: "bulkRun",
  path: "bulk-runs",
  label: { one: "bulk change", many: "bulk changes" },
  columns: {},
  naturalKeys: [],
  after: [],
  timeline: timelineLines(bulkRunEvents, {
    started: { verb: "started a bulk change", icon: "edit" },
    finished: { verb: "changed many records", icon: "edit" },
    cancelled: { verb: "cancelled a bulk change", icon: "edit" },
    failed: { verb: "could not finish a bulk change", icon: "edit" },
    applied: { verb: "changed several records at once", icon: "edit" },
    undoStarted: { verb: "started to undo a bulk change", icon: "edit" },
    undone: { verb: "undid a bulk change", icon: "edit" },
    reversed: { verb: "undid a change of several records at once", icon: "edit" },
  }),
});
