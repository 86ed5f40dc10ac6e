import "server-only";
import type { NounRequests } from "@/lib/nouns/requests";
import { pmo } from "@/modules/pmo/module";
import * as projectChecklist from "@/modules/pmo/projects/checklist/operations";
import { projectLimit } from "@/modules/pmo/projects/limits";
import * as projectMilestones from "@/modules/pmo/projects/milestones/operations";
import { projectOperations } from "@/modules/pmo/projects/operations";
import { taskStatusOperations } from "@/modules/pmo/task-statuses/operations";
import * as taskEnding from "@/modules/pmo/tasks/agenda/operations";
import { taskAgenda } from "@/modules/pmo/tasks/agenda/row";
import { taskCatalog } from "@/modules/pmo/tasks/catalog";
import * as checklist from "@/modules/pmo/tasks/checklist/operations";
import * as completion from "@/modules/pmo/tasks/completion/operations";
import * as counting from "@/modules/pmo/tasks/counts/operations";
import { mapTaskStatuses, remindOfTasks, repeatTasks } from "@/modules/pmo/tasks/jobs";
import { taskLimit } from "@/modules/pmo/tasks/limits";
import * as moving from "@/modules/pmo/tasks/moves/operations";
import { taskOperations } from "@/modules/pmo/tasks/operations";
import * as placing from "@/modules/pmo/tasks/placing/operations";
import * as progress from "@/modules/pmo/tasks/progress/operations";
import { projectProcedures, taskProcedures } from "@/modules/pmo/tasks/router";
import * as taskRepeat from "@/modules/pmo/tasks/series/operations/set-repeat";
import { workflowOperations } from "@/modules/pmo/workflows/operations";
import * as workflowStatuses from "@/modules/pmo/workflows/statuses/operations";
import * as workflowTransitions from "@/modules/pmo/workflows/transitions/operations";
import type { TimelineSource } from "@/server/catalog";
import { mergeJob } from "@/server/nouns/merge-job";
import type { RegistryEntry } from "./entry";
import { operationsIn } from "./operations-in";

/** The nouns that are declared by their fields. */
export const pmoNouns = {
  taskStatus: taskStatusOperations,
  workflow: workflowOperations,
  project: projectOperations,
  task: taskOperations,
};

type Entity = keyof typeof pmoNouns;

/** The lists of parts that their records have. */
export const pmoParts = [
  projectMilestones.projectMilestones,
  projectChecklist.projectItems,
  workflowStatuses.workflowSteps,
  workflowTransitions.workflowTransitions,
  checklist.taskChecklist,
];

/** Their procedures beyond those of every noun, by the paths of the nouns. */
export const pmoProcedures = { projects: projectProcedures, tasks: taskProcedures };

/** Their catalogues, where they say more than the fields. */
export const pmoTimelines: { readonly [E in Entity]?: Partial<Pick<TimelineSource, "catalog">> } = {
  task: { catalog: taskCatalog },
};

/** The queries of pages that show them. */
export const pmoRequests: { readonly [E in Entity]?: NounRequests } = {};

export const pmoEntry = {
  operations: {
    ...operationsIn(projectMilestones),
    ...operationsIn(projectChecklist),
    ...operationsIn(workflowStatuses),
    ...operationsIn(workflowTransitions),
    ...operationsIn(checklist),
    ...operationsIn(taskEnding),
    ...operationsIn(taskRepeat),
    ...operationsIn(placing),
    ...operationsIn(completion),
    ...operationsIn(moving),
    ...operationsIn(counting),
    ...operationsIn(progress),
  },
  routers: {},
  jobs: [
    mergeJob(
      pmo,
      Object.values(pmoNouns).map(({ runtime }) => runtime),
      "merge-pmo-settings",
    ),
    mapTaskStatuses,
    repeatTasks,
    remindOfTasks,
  ],
  moduleLimits: [projectLimit, taskLimit],
  agenda: [taskAgenda],
  live: [],
  timelines: [],
} as const satisfies RegistryEntry;
