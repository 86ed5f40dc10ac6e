import { defineCatalog, timelineLines } from "@/lib/catalog";
import { teamEvents } from "./events";

const names = { key: "memberIds", entity: "member" };

export const teamCatalog = defineCatalog({
  entity: "team",
  path: "teams",
  label: { one: "team", many: "teams" },
  columns: {
    name: { label: "Name", kind: "text", required: true, importable: false },
    parent: { label: "Parent team", kind: "reference", to: "team", importable: false },
  },
  naturalKeys: [["name"]],
  after: [],
  timeline: timelineLines(teamEvents, {
    created: { verb: "created the team", icon: "create" },
    updated: { verb: "changed the team", icon: "edit" },
    membersAdded: { verb: "added members to", icon: "person", names },
    membersRemoved: { verb: "removed members from", icon: "person", names },
    deleted: { verb: "deleted the team", icon: "archive" },
    imported: { verb: "imported", icon: "import" },
    importReverted: { verb: "reverted the import of", icon: "import" },
  }),
});
