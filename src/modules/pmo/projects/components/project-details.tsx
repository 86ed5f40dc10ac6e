"use client";

import type { RecordOf } from "@/lib/fields/record";
import { NounDetails } from "@/modules/platform/data/records/components/noun-details";
import { projects } from "../fields";
import { CompletionPanel } from "./completion-panel";
import { SetupPanel } from "./setup-panel";

/** The left column of a project: its fields, how far its work is, and the state of its setup. */
export const ProjectDetails = ({ record }: { record: RecordOf<typeof projects.fields> }) => (
  <NounDetails noun={projects} record={record}>
    <CompletionPanel id={record.id} />
    <SetupPanel project={record} />
  </NounDetails>
);
