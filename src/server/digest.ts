import "server-only";
import type { Ctx } from "./context.ts";
import { processWide } from "./process-wide.ts";

/** A line of a morning digest, with the page that shows it, below the address of the workspace. */
interface DigestLine {
  text: string;
  note: string;
  path: string;
}

/** Lines of one kind, such as what is overdue. */
export interface DigestSection {
  title: string;
  /** In the subject: "4 overdue". */
  summary: string;
  /** Not all of them. */
  lines: readonly DigestLine[];
  count: number;
  /** There are more than `count`. */
  isMore: boolean;
  /** The page that lists all of them. */
  path: string;
}

/** The day of a digest for its member, and the most lines of a section. */
export interface DigestDay {
  now: Date;
  zone: string;
  today: string;
  mostLines: number;
}

/**
 * Composes a part of a member's digest with their rights, in a number of statements that does not grow with what there is;
 * sections without lines are left out.
 */
export type DigestPart = (ctx: Ctx, day: DigestDay) => Promise<DigestSection[]>;

const registeredParts = processWide<readonly DigestPart[]>("parts of digests");

/** Called by the registry when it is loaded. */
export function registerDigest(parts: readonly DigestPart[]): void {
  registeredParts.set(parts);
}

/** The parts of a digest, in their order. Throws if no registry passed any: every digest would seem to be empty. */
export function digestParts(): readonly DigestPart[] {
  return registeredParts.required();
}
