"use client";

import dynamic from "next/dynamic";
import type { AnyRow } from "@/components/fields/field-columns";
import { Day } from "@/components/ui/day";
import { DueDay } from "@/components/ui/due-day";
import { lazyPart } from "@/components/ui/lazy-part";
import type { NounOwn } from "@/modules/platform/data/records/components/noun-own";
import { NounPartCount } from "@/modules/platform/data/records/components/noun-part-count";
import { RecordHistory, type RecordParts } from "@/modules/platform/data/records/components/noun-record";
import { screenOf } from "@/modules/platform/data/records/components/noun-screen";
import { checklistParts } from "../checklist/fields";
import { type Project, projects } from "../fields";
import { milestoneParts } from "../milestones/fields";
import { isOpenPhase } from "../rules";

// Lists of projects show none of them.
const ProjectHead = dynamic(() => import("./project-head").then((module) => module.ProjectHead));
const PhaseLine = dynamic(() => import("./phase-line").then((module) => module.PhaseLine));
const ProjectFigures = dynamic(() => import("./project-figures").then((module) => module.ProjectFigures));
const Details = dynamic(() => import("./project-details").then((module) => module.ProjectDetails));
const ProjectChecklist = dynamic(() => import("./project-parts").then((module) => module.ProjectChecklist));
const ProjectMilestones = dynamic(() => import("./project-parts").then((module) => module.ProjectMilestones));
const MilestonePanel = dynamic(() => import("./milestone-panel").then((module) => module.MilestonePanel));
const TeamPanel = dynamic(() => import("./team-panel").then((module) => module.TeamPanel));

const Done = lazyPart<{ project: Project }>(() => import("./project-progress").then((part) => part.ProjectDone), {
  of: "how much is done",
  loading: null,
});
const Next = lazyPart<{ id: string }>(() => import("./project-progress").then((part) => part.NextMilestone), {
  of: "the next milestone",
  loading: null,
});

/** Values that follow from the tasks and milestones of a project, for guests too; lists are sorted and filtered by neither. */
const extraColumns: NonNullable<NounOwn<typeof projects.fields>["extraColumns"]> = [
  {
    after: "phase",
    column: {
      ...{ id: "done", header: "Done", kind: "custom", width: 110, phone: "meta" },
      cell: (project) => <Done project={project} />,
    },
  },
  {
    after: "phase",
    column: {
      ...{ id: "nextMilestone", header: "Next milestone", kind: "custom", width: 180 },
      cell: ({ id }) => <Next id={id} />,
    },
  },
];

/** The end of a project, which is overdue while there is work to do. */
function End({ project: { endsOn, phase } }: { project: Project }) {
  return endsOn !== null && isOpenPhase(phase) ? <DueDay day={endsOn} /> : <Day day={endsOn} />;
}
const endCell = (row: AnyRow) => <End project={row as unknown as Project} />;

function partsOf(project: Project): RecordParts {
  const { id, name } = project;
  return {
    head: <ProjectHead project={project} />,
    figures: (
      <>
        <PhaseLine project={project} />
        <ProjectFigures project={project} />
      </>
    ),
    tabs: [
      { id: "timeline", label: "Timeline", panel: <RecordHistory noun={projects} id={id} name={name} /> },
      {
        id: checklistParts.many,
        label: "Checklist",
        count: <NounPartCount list={checklistParts} id={id} />,
        panel: <ProjectChecklist project={project} />,
      },
      {
        id: milestoneParts.many,
        label: "Milestones",
        count: <NounPartCount list={milestoneParts} id={id} />,
        panel: <ProjectMilestones project={project} />,
      },
    ],
    aside: {
      id: "team",
      label: "Milestones and team",
      panel: (
        <>
          <MilestonePanel project={project} />
          <TeamPanel project={project} />
        </>
      ),
    },
  };
}

/** Projects. One that follows an opportunity begins with its name. */
export const ProjectScreen = screenOf(projects, {
  own: {
    Details,
    columns: { endsOn: { cell: endCell, phoneCell: endCell }, createdAt: { hidden: true } },
    extraColumns,
    from: ({ entity, name }) => (entity === "opportunity" ? { name } : undefined),
  },
  parts: partsOf,
});
