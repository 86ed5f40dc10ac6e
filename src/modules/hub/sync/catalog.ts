import { defineCatalog, timelineLines } from "@/lib/catalog";
import { syncEvents } from "./events";

export const syncCatalog = defineCatalog({
  entity: "syncObject",
  path: "sync-objects",
  label: { one: "sync", many: "syncs" },
  columns: {},
  naturalKeys: [],
  after: [],
  timeline: timelineLines(syncEvents, {
    rehearsed: { verb: "rehearsed", icon: "edit" },
    changed: { verb: "changed the fields of", icon: "edit" },
    finished: { verb: "finished the first run of", icon: "create" },
    stopped: { verb: "stopped", icon: "archive" },
  }),
});
