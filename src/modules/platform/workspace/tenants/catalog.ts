import { type CatalogColumn, defineCatalog, timelineLines } from "@/lib/catalog";
import { nounOf } from "@/lib/nouns/all";
import { workspaceEvents } from "./events";
import { restrictableEntities } from "./rules";
import { type VisibilityLevel, visibilityLevels } from "./schema";

export const visibilityLabels: Record<VisibilityLevel, string> = {
  everyone: "Everyone",
  team: "Own and own teams",
  own: "Own only",
};

/** An object with a visibility setting, in words. */
export function objectLabel(entity: string): string {
  const many = nounOf(entity)?.many ?? entity;
  return many.charAt(0).toUpperCase() + many.slice(1);
}

const visibilityOf = (entity: string): CatalogColumn => ({
  label: `${objectLabel(entity)} are visible to`,
  kind: "enum",
  options: visibilityLevels.map((value) => ({ value, label: visibilityLabels[value] })),
  importable: false,
});

const domainOf = ({ domain }: Readonly<Record<string, unknown>>) => String(domain);

export const workspaceCatalog = defineCatalog({
  entity: "workspace",
  path: "workspace",
  label: { one: "workspace", many: "workspaces" },
  columns: {
    name: { label: "Name", kind: "text", required: true, importable: false },
    currency: { label: "Currency", kind: "text", importable: false },
    locale: { label: "Formats", kind: "text", importable: false },
    timeZone: { label: "Time zone", kind: "text", importable: false },
    fiscalYearStart: { label: "First day of the fiscal year", kind: "text", importable: false },
    archiveDays: { label: "Days until archived records are deleted", kind: "integer", importable: false },
    showsHiddenNames: {
      label: "Show names of linked records people cannot open",
      kind: "boolean",
      importable: false,
    },
    requiresFactor: { label: "Second factor required", kind: "boolean", importable: false },
    ...Object.fromEntries(restrictableEntities.map((entity) => [entity, visibilityOf(entity)])),
  },
  naturalKeys: [],
  after: [],
  timeline: timelineLines(workspaceEvents, {
    created: { verb: "created the workspace", icon: "create" },
    updated: { verb: "changed the settings of", icon: "edit" },
    factorRequirementChanged: { verb: "changed how people sign in to", icon: "edit" },
    hiddenNamesChanged: { verb: "changed who can read names of linked records in", icon: "edit" },
    retentionChanged: { verb: "changed when archived records are deleted in", icon: "edit" },
    followUpsChanged: { verb: "changed the follow-up list of", icon: "edit" },
    visibilityChanged: { verb: "changed who can see the records of", icon: "edit" },
    deletionAsked: { verb: "requested the deletion of the workspace", icon: "archive" },
    deletionUndone: { verb: "cancelled the deletion of the workspace", icon: "edit" },
    ownershipTransferred: { verb: "transferred the ownership of the workspace", icon: "edit" },
    exportAsked: { verb: "requested an export of the workspace", icon: "import" },
    exportFinished: { verb: "finished the export of the workspace", icon: "import" },
    exportDownloaded: { verb: "downloaded an export of the workspace", icon: "import" },
    joinDomainAsked: { verb: "asked to confirm a domain for", icon: "person", detail: domainOf },
    joinDomainConfirmed: { verb: "confirmed a domain whose people may join", icon: "person", detail: domainOf },
    joinDomainRemoved: { verb: "removed a domain whose people could join", icon: "person", detail: domainOf },
    sampleDataAdded: { verb: "added sample data to", icon: "import" },
    sampleDataRemoved: { verb: "removed the sample data from", icon: "archive" },
    suspended: { verb: "suspended the workspace", icon: "archive" },
    reactivated: { verb: "reopened the workspace", icon: "edit" },
  }),
});
