import { defineCatalog } from "@/lib/catalog";

export const pipelineCatalog = defineCatalog({
  entity: "pipeline",
  path: "pipelines",
  label: { one: "pipeline", many: "pipelines" },
  columns: {
    name: { label: "Name", kind: "text", required: true, importable: false },
    description: { label: "Description", kind: "longText", importable: false },
    isDefault: { label: "Default", kind: "boolean", importable: false },
  },
  naturalKeys: [["name"]],
  after: [],
  timeline: {
    "pipeline.created": { verb: "created", icon: "create" },
    "pipeline.updated": { verb: "changed", icon: "edit" },
    "pipeline.madeDefault": { verb: "made the default", icon: "edit" },
    "pipeline.stagesReordered": { verb: "reordered the stages of", icon: "edit" },
    "pipeline.lossReasonsReordered": { verb: "reordered the loss reasons of", icon: "edit" },
    "pipeline.archived": { verb: "archived", icon: "archive" },
    "pipeline.restored": { verb: "restored", icon: "create" },
  },
});

export const stageCatalog = defineCatalog({
  entity: "stage",
  path: "stages",
  label: { one: "stage", many: "stages" },
  columns: {
    name: { label: "Name", kind: "text", required: true, importable: false },
    probability: { label: "Probability", kind: "integer", importable: false },
    rotDays: { label: "Rots after days", kind: "integer", importable: false },
    color: { label: "Colour", kind: "integer", importable: false },
  },
  naturalKeys: [["name"]],
  after: ["pipeline"],
  timeline: {
    "stage.created": { verb: "added the stage", icon: "create" },
    "stage.updated": { verb: "changed the stage", icon: "edit" },
    "stage.removed": { verb: "removed the stage", icon: "archive" },
  },
});

export const lossReasonCatalog = defineCatalog({
  entity: "lossReason",
  path: "loss-reasons",
  label: { one: "loss reason", many: "loss reasons" },
  columns: { name: { label: "Name", kind: "text", required: true, importable: false } },
  naturalKeys: [["name"]],
  after: ["pipeline"],
  timeline: {
    "lossReason.created": { verb: "added the loss reason", icon: "create" },
    "lossReason.updated": { verb: "renamed the loss reason", icon: "edit" },
    "lossReason.archived": { verb: "archived the loss reason", icon: "archive" },
    "lossReason.restored": { verb: "restored the loss reason", icon: "create" },
  },
});
