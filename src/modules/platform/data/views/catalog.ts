import { defineCatalog, timelineLines } from "@/lib/catalog";
import { nounOf } from "@/lib/nouns/all";
import { capital } from "@/lib/text";
import { type ViewScope, viewScopes } from "@/lib/views";
import { savedViewEvents } from "./events";

const scopeLabels: Record<ViewScope, string> = {
  private: "Nobody else",
  team: "A team",
  workspace: "Everybody in the workspace",
};

/** Whose list opens with a view: "Opportunities, for everybody with the role Member". */
function openedFor({ noun, role }: Readonly<Record<string, unknown>>): string {
  const whom = typeof role === "string" ? `everybody with the role ${capital(role)}` : "whoever chose it";
  return `${capital(nounOf(String(noun))?.many ?? String(noun))}, for ${whom}`;
}

export const savedViewCatalog = defineCatalog({
  entity: "savedView",
  path: "views",
  label: { one: "view", many: "views" },
  columns: {
    name: { label: "Name", kind: "text", required: true, importable: false },
    scope: {
      label: "Shared with",
      kind: "enum",
      options: viewScopes.map((value) => ({ value, label: scopeLabels[value] })),
      importable: false,
    },
    team: { label: "Team", kind: "reference", to: "team", importable: false },
    owner: { label: "Owner", kind: "reference", to: "member", importable: false },
  },
  naturalKeys: [["name"]],
  after: [],
  timeline: timelineLines(savedViewEvents, {
    created: { verb: "created the view", icon: "create" },
    updated: { verb: "changed the view", icon: "edit" },
    moved: null,
    archived: { verb: "deleted the view", icon: "archive" },
    chosen: { verb: "chose the view that opens first", icon: "edit", detail: openedFor },
    restored: { verb: "restored the view", icon: "create" },
    reassigned: { verb: "changed the owner of the view", icon: "edit" },
  }),
});
