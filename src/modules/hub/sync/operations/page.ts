import "server-only";
import type { Partners } from "@/server/sync/object";
import type { Counts } from "../rules";
import type { Change } from "./changes";
import type { DryRun, Sample } from "./dry-run";
import type { Draft } from "./links";
import type { People } from "./partners";
import type { Problem } from "./problems";
import type { Work } from "./work";

/** The work on one page, as it is put together. */
export interface Page {
  work: Work;
  people: People;
  partners: Partners;
  now: Date;
  dry: DryRun | null;
  drafts: Map<string, Draft>;
  changes: Change[];
  problems: Problem[];
  solved: Set<string>;
  counts: Counts;
  samples: Sample[];
}
