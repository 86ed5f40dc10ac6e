import { defineCatalog, timelineLines } from "@/lib/catalog";
import { connectionEvents } from "./events";

export const connectionCatalog = defineCatalog({
  entity: "connection",
  path: "connections",
  label: { one: "integration", many: "integrations" },
  columns: {},
  naturalKeys: [],
  after: [],
  timeline: timelineLines(connectionEvents, {
    begun: { verb: "began to connect", icon: "edit" },
    connected: { verb: "connected", icon: "create" },
    expired: { verb: "lost the access to", icon: "archive" },
    paused: { verb: "paused", icon: "edit" },
    resumed: { verb: "resumed", icon: "create" },
    disconnected: { verb: "disconnected", icon: "archive" },
    notRevoked: { verb: "could not give the access back to", icon: "edit" },
    linksDeleted: { verb: "deleted the links of", icon: "archive" },
    rehearsalAsked: { verb: "asked for a rehearsal of", icon: "edit" },
    syncStarted: { verb: "started the sync of", icon: "create" },
    runAsked: { verb: "asked for a run of", icon: "edit" },
    recordTested: { verb: "tested a record of", icon: "edit" },
    problemsTried: { verb: "tried problems again of", icon: "edit" },
    problemsIgnored: { verb: "ignored problems of", icon: "edit" },
    problemResolved: { verb: "resolved a problem of", icon: "edit" },
    erasureAsked: { verb: "asked to delete an erased person in", icon: "edit" },
    personErased: { verb: "deleted an erased person in", icon: "archive" },
    syncUndone: { verb: "undid the first run of", icon: "archive" },
  }),
});
