"use client";

import type { z } from "zod";
import { useListLocale } from "@/components/data-table/list-locale";
import { NounParts } from "@/modules/platform/data/records/components/noun-parts";
import { checklistParts } from "../checklist/fields";
import { type Project, projects } from "../fields";
import { milestoneParts } from "../milestones/fields";

export type Item = z.infer<typeof checklistParts.part>;
export type Milestone = z.infer<typeof milestoneParts.part>;

const checklistOwn = {
  title: "Checklist",
  purpose: "An item that is needed holds work back: the project starts when all of those are done.",
};

/** The checklist of a project. */
export const ProjectChecklist = ({ project }: { project: Project }) => (
  <NounParts noun={projects} record={project} list={checklistParts} own={checklistOwn} />
);

const milestonesOwn = {
  purpose:
    "A milestone has a date, and an amount that it bills. It is late from the day after that date until it is reached.",
};

/** The milestones of a project, each edited in place. */
export function ProjectMilestones({ project }: { project: Project }) {
  return <NounParts noun={projects} record={useInCurrency(project)} list={milestoneParts} own={milestonesOwn} />;
}

/** A project with the currency of its milestones, which is the workspace's while it has no price. */
export function useInCurrency(project: Project): Project & { currency: string } {
  const { currency } = useListLocale();
  return { ...project, currency: project.price?.currency ?? currency };
}
