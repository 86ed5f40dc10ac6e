import { defineCatalog, timelineLines } from "@/lib/catalog";
import { settings } from "@/lib/nouns/all";
import { lossReasonEvents, pipelineEvents, stageEvents } from "./events";

const { pipeline: head } = settings;

export const pipelineCatalog = defineCatalog({
  entity: "pipeline",
  path: head.path,
  label: { one: head.one, many: head.many },
  columns: {
    name: { label: "Name", kind: "text", required: true, importable: false },
    description: { label: "Description", kind: "longText", importable: false },
    isDefault: { label: "Default", kind: "boolean", importable: false },
  },
  naturalKeys: [["name"]],
  after: [],
  timeline: timelineLines(pipelineEvents, {
    created: { verb: "created", icon: "create" },
    updated: { verb: "changed", icon: "edit" },
    madeDefault: { verb: "set the default pipeline to", icon: "edit" },
    stagesReordered: { verb: "reordered the stages of", icon: "edit" },
    lossReasonsReordered: { verb: "reordered the loss reasons of", icon: "edit" },
    archived: { verb: "archived", icon: "archive" },
    restored: { verb: "restored", icon: "create" },
    reordered: null,
  }),
  logged: { [pipelineEvents.reordered.name]: "Changed the order of pipelines" },
});

export const stageCatalog = defineCatalog({
  entity: "stage",
  path: "stages",
  label: { one: "stage", many: "stages" },
  columns: {
    name: { label: "Name", kind: "text", required: true, importable: false },
    probability: { label: "Probability", kind: "integer", importable: false },
    rotDays: { label: "Days until inactive", kind: "integer", importable: false },
    serviceHours: { label: "Follow up within working hours", kind: "integer", importable: false },
    color: { label: "Colour", kind: "integer", importable: false },
  },
  naturalKeys: [["name"]],
  after: ["pipeline"],
  timeline: timelineLines(stageEvents, {
    created: { verb: "added the stage", icon: "create" },
    updated: { verb: "changed the stage", icon: "edit" },
    removed: { verb: "removed the stage", icon: "archive" },
    restored: { verb: "restored the stage", icon: "create" },
  }),
});

export const lossReasonCatalog = defineCatalog({
  entity: "lossReason",
  path: "loss-reasons",
  label: { one: "loss reason", many: "loss reasons" },
  columns: { name: { label: "Name", kind: "text", required: true, importable: false } },
  naturalKeys: [["name"]],
  after: ["pipeline"],
  timeline: timelineLines(lossReasonEvents, {
    created: { verb: "added the loss reason", icon: "create" },
    updated: { verb: "renamed the loss reason", icon: "edit" },
    removed: { verb: "removed the loss reason", icon: "archive" },
    archived: { verb: "archived the loss reason", icon: "archive" },
    restored: { verb: "restored the loss reason", icon: "create" },
  }),
});
