import { defineCatalog, timelineLines } from "@/lib/catalog";
import { supportAccessEvents, supportEvents } from "@/lib/support-events";

export const supportSessionCatalog = defineCatalog({
  entity: "supportSession",
  path: "support",
  label: { one: "support session", many: "support sessions" },
  columns: {},
  naturalKeys: [],
  after: [],
  timeline: timelineLines(supportEvents, {
    asked: { verb: "asked for support access for", icon: "person" },
    allowed: { verb: "allowed support access for", icon: "person" },
    refused: { verb: "refused support access for", icon: "person" },
    started: { verb: "started the support session for", icon: "person" },
    // The transcript of the session lists them.
    opened: null,
    read: null,
    ended: { verb: "ended the support session for", icon: "person" },
  }),
});

export const supportAccessCatalog = defineCatalog({
  entity: "supportAccess",
  path: "support",
  label: { one: "support access", many: "support access" },
  columns: {
    mode: { label: "Allowed", kind: "text", importable: false },
    endsAt: { label: "Until", kind: "text", importable: false },
    write: { label: "May change records", kind: "boolean", importable: false },
  },
  naturalKeys: [],
  after: [],
  timeline: timelineLines(supportAccessEvents, { changed: { verb: "changed the support access of", icon: "edit" } }),
});
