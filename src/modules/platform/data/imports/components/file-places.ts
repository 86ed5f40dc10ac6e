import { groupBy } from "@/lib/group-by";
import type { ImportFile } from "../schema";

/** The files of one place are the objects of the rows of one upload. */
type Placed = Pick<ImportFile, "position">;

/** A file as an address names it: the place of its upload and, where that holds several objects, which of them. */
export interface FilePlace {
  file: number;
  part: number | null;
}

// Ids grow with time: the order stays when an object of the rows becomes another one.
const partsAt = <F extends Placed & { id: string }>(files: readonly F[], place: number): F[] =>
  files.filter(({ position }) => position === place).toSorted((a, b) => (a.id < b.id ? -1 : 1));

export function placeOf<F extends Placed & { id: string }>(files: readonly F[], file: F): FilePlace {
  const parts = partsAt(files, file.position);
  return { file: file.position, part: parts.length > 1 ? parts.indexOf(file) : null };
}

/** The file at a place; the first object of its upload where the place names none that is there. */
export function fileAt<F extends Placed & { id: string }>(files: readonly F[], at: FilePlace): F | undefined {
  const parts = partsAt(files, at.file);
  return parts[at.part ?? 0] ?? parts[0];
}

/** Rows of uploads that go in with any of their objects, and rows that a decision leaves out of all of them. */
export function rowsOnce(
  files: readonly (Placed & { id: string })[],
  totals: readonly { fileId: string; good: number; skipped: number }[],
): { good: number; skipped: number } {
  const of = new Map(totals.map((one) => [one.fileId, one]));
  const sum = { good: 0, skipped: 0 };
  for (const parts of groupBy(files, ({ position }) => position).values()) {
    const counts = parts.flatMap(({ id }) => of.get(id) ?? []);
    sum.good += Math.max(0, ...counts.map(({ good }) => good));
    sum.skipped += counts.length > 0 ? Math.min(...counts.map(({ skipped }) => skipped)) : 0;
  }
  return sum;
}

type Analyses = readonly { fileId: string; columns: readonly { header: string; kept: boolean }[] }[];

/** The headers of columns with values that no object of their upload uses, each once. */
export function keptHeaders(files: readonly (Placed & { id: string })[], analyses: Analyses): string[] {
  const headers = [...groupBy(files, ({ position }) => position).values()].flatMap((parts) => {
    // All objects of an upload have the same columns, and what one of them uses is kept for none.
    const ofUpload = analyses.find(({ fileId }) => parts.some(({ id }) => id === fileId));
    return (ofUpload?.columns ?? []).filter(({ kept }) => kept).map(({ header }) => header);
  });
  return [...new Set(headers)];
}

/** How many files people have uploaded, and how many rows these have together. */
export function uploaded(files: readonly (Placed & { rowCount: number })[]): { files: number; rows: number } {
  const places = [...groupBy(files, ({ position }) => position).values()];
  const rows = places.map((parts) => Math.max(...parts.map(({ rowCount }) => rowCount)));
  return { files: places.length, rows: rows.reduce((sum, one) => sum + one, 0) };
}
