import "server-only";
import type { ImportAnswers, ImportRow } from "@/lib/import-rows";
import type { Ctx } from "./context.ts";
import { processWide } from "./process-wide.ts";

/** The site that the rows of sample records refer to: the records before them, and days as seen from today. */
export interface SampleSite {
  ctx: Ctx;
  /** The id of a sample record that was written before, by its kind and key. */
  idOf(entity: string, key: string): string;
  /** The day so many days from today, "2026-11-27". */
  day(offset: number): string;
  /** The instant at this time of such a day, on the clocks of the workspace. */
  time(offset: number, clock: string): string;
  /** Whole units of the currency of the workspace in its minor units. */
  money(units: number): number;
}

interface SampleRow {
  /** By which later rows name it. */
  key: string;
  values: ImportRow["values"];
}

/** The sample records of one kind. They come into a workspace as rows of files do. */
export interface SampleSource {
  entity: string;
  rows(site: SampleSite): readonly SampleRow[] | Promise<readonly SampleRow[]>;
  /** Answers to the questions that files of this kind raise. */
  answers?(ctx: Ctx): Promise<ImportAnswers>;
  /** Called when its rows are written. */
  settle?(site: SampleSite): Promise<void>;
}

const registeredSources = processWide<readonly SampleSource[]>("sample records");

/** Called by the registry when it is loaded; each kind may point to those before it. */
export function registerSamples(sources: readonly SampleSource[]): void {
  registeredSources.set(sources);
}

/** The sample records of all kinds, in the order in which they are written. */
export function sampleSources(): readonly SampleSource[] {
  return registeredSources.required();
}
