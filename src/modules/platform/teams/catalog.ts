import { defineCatalog } from "@/lib/catalog";

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
  timeline: {
    "team.created": { verb: "created the team", icon: "create" },
    "team.updated": { verb: "changed the team", icon: "edit" },
    "team.membersAdded": { verb: "added members to", icon: "person" },
    "team.membersRemoved": { verb: "took members out of", icon: "person" },
    "team.deleted": { verb: "deleted the team", icon: "archive" },
    "team.imported": { verb: "imported", icon: "import" },
    "team.importReverted": { verb: "took back the import of", icon: "import" },
  },
});
