import { foldKey } from "@/lib/text";
import type { OfferedMapping, SavedColumn } from "./schema";

interface Placed {
  /** Saved columns with their place in the file. */
  columns: readonly (SavedColumn & { column: number })[];
  /** Those that the file does not have. */
  absent: readonly SavedColumn[];
}

/** Finds saved columns in a file by their headers, however they are written; of equal headers the first is the first. */
export function placedIn(headers: readonly string[], saved: readonly SavedColumn[]): Placed {
  const free = new Map<string, number[]>();
  for (const [column, header] of headers.entries()) {
    const key = foldKey(header);
    free.set(key, [...(free.get(key) ?? []), column]);
  }
  const columns: (SavedColumn & { column: number })[] = [];
  const absent: SavedColumn[] = [];
  for (const one of saved) {
    const column = free.get(foldKey(one.header))?.shift();
    if (column === undefined) absent.push(one);
    else columns.push({ ...one, column });
  }
  return { columns, absent };
}

/** A mapping that fits less of a file is for other files. */
const enough = 0.6;

interface Saved extends Pick<OfferedMapping, "id" | "name"> {
  entity: string;
  columns: readonly SavedColumn[];
}

interface Offered {
  columns: readonly string[];
  entity: string | null;
  mixed: boolean;
  appliedId: string | null;
}

/** The saved mappings that fit most columns of a file, those that fit most first; `saved` has the newest first. */
export function offersFor(file: Offered, saved: readonly Saved[]): OfferedMapping[] {
  return saved
    .flatMap(({ id, name, entity, columns }) => {
      // The rows of a file of several objects go to each object in a part of its own.
      if (file.mixed && entity !== file.entity) return [];
      const filling = columns.filter(({ field }) => field !== null);
      const fits = placedIn(file.columns, filling).columns.length;
      if (filling.length === 0 || fits / filling.length < enough) return [];
      return [{ id, name, columns: filling.length, fits, applied: id === file.appliedId }];
    })
    .toSorted((a, b) => b.fits / b.columns - a.fits / a.columns || b.fits - a.fits);
}
