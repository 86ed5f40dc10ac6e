import "server-only";
import type { AnyRouter } from "@trpc/server";
import type { AgendaSource } from "@/server/agenda";
import type { Bootstrap } from "@/server/bootstraps";
import type { Importer, Revert, TimelineSource } from "@/server/catalog";
import type { DigestPart } from "@/server/digest";
import type { FirstStep } from "@/server/first-steps";
import type { CountedLimit } from "@/server/limits";
import type { ModuleLimit } from "@/server/module-limits";
import type { AnyOperation } from "@/server/operation";
import type { PersonalPlace } from "@/server/personal/places";
import type { ReferenceSource } from "@/server/reference-source";
import type { SampleSource } from "@/server/samples";
import type { SearchSource } from "@/server/search/source";
import type { LiveObject } from "@/server/signals/live";
import type { Provider } from "@/server/sync/provider";
import type { Tile } from "@/server/tiles";
import type { Job, PlatformJob } from "@/server/workflows/job";

/** All that a module, or a room of the platform, adds to the product besides its declared nouns. */
export interface RegistryEntry {
  /** Operations written by hand, by their API names. */
  operations: Readonly<Record<string, AnyOperation>>;
  /** By the names under which the browser calls them. */
  routers: Readonly<Record<string, AnyRouter>>;
  /** Deferred work. */
  jobs?: readonly Job[];
  /** Deferred work that belongs to no workspace. */
  platformJobs?: readonly PlatformJob[];
  /** Everything of which a plan allows so many at once. */
  limits?: readonly CountedLimit[];
  /** Everything of which a module allows so many at once. */
  moduleLimits?: readonly ModuleLimit[];
  /** The first records in a new workspace. */
  bootstraps?: readonly Bootstrap[];
  /** The first steps of a member, in the order of the checklist. */
  firstSteps?: readonly FirstStep[];
  /** The records of the sample data, in the order in which they are written. */
  samples?: readonly SampleSource[];
  /** The records that somebody has to do, for the page Today. */
  agenda?: readonly AgendaSource[];
  /** The figures of the page Home. */
  tiles?: readonly Tile[];
  /** The parts of the morning digest besides the inbox. */
  digest?: readonly DigestPart[];
  /** The places that hold something on people besides their records. */
  personal?: readonly PersonalPlace[];
  /** The services that workspaces connect. */
  providers?: readonly Provider[];
  /** The objects whose changes update open screens. */
  live: readonly LiveObject[];
  /** The objects whose events timelines show, and whose changes refer to records by name. */
  timelines: readonly TimelineSource[];
  searches?: readonly SearchSource[];
  importers?: readonly Importer[];
  references?: readonly ReferenceSource[];
  /** Records that point to others come before them. */
  reverts?: readonly Revert[];
}
