/**
 * One visible column in a member's layout; columns that are not in the list are hidden. Width in px; only the first can
 * be pinned.
 */
export interface ColumnPlace {
  id: string;
  width?: number;
  pinned?: boolean;
}

interface LaidOut {
  id: string;
  width?: number;
  hidden?: boolean;
}

/** A column with its final width; `resized` when a member set it. */
export interface PlacedColumn {
  id: string;
  width: number;
  pinned: boolean;
  resized: boolean;
}

export const checkboxWidth = 36;
const defaultColumnWidth = 140;
export const minColumnWidth = 64;
export const maxColumnWidth = 800;

/**
 * The columns in order with their widths: the member's layout, or the defaults. Unknown ids are dropped; the first
 * column always stays.
 */
export function placeColumns(columns: readonly LaidOut[], places: readonly ColumnPlace[] | null): PlacedColumn[] {
  const known = new Map(columns.map((column) => [column.id, column]));
  const wanted =
    places?.filter((place, index) => known.has(place.id) && places.findIndex((p) => p.id === place.id) === index) ?? [];
  const base = wanted.length > 0 ? withFirst(columns, wanted) : startPlaces(columns);
  return base.map((place, index) => ({
    id: place.id,
    pinned: index === 0 && place.pinned === true,
    width: clampWidth(place.width ?? known.get(place.id)?.width ?? defaultColumnWidth),
    resized: place.width !== undefined,
  }));
}

function withFirst(columns: readonly LaidOut[], wanted: readonly ColumnPlace[]): readonly ColumnPlace[] {
  const first = columns[0];
  return first && !wanted.some((place) => place.id === first.id) ? [{ id: first.id }, ...wanted] : wanted;
}

function startPlaces(columns: readonly LaidOut[]): readonly ColumnPlace[] {
  return columns.filter((column) => !column.hidden).map((column, index) => ({ id: column.id, pinned: index === 0 }));
}

export function clampWidth(width: number): number {
  return Math.round(Math.min(maxColumnWidth, Math.max(minColumnWidth, width)));
}

/** Moves a column to the position of another. */
export function moveColumn(places: readonly ColumnPlace[], id: string, overId: string): ColumnPlace[] {
  const from = places.findIndex((place) => place.id === id);
  const to = places.findIndex((place) => place.id === overId);
  const moved = places[from];
  if (!moved || to < 0) return [...places];
  const rest = places.filter((place) => place.id !== id);
  return [...rest.slice(0, to), moved, ...rest.slice(to)];
}

/** The tracks of the grid: checkbox, then the columns. Remaining width goes to the first column that nobody resized. */
export function gridTracks(placed: readonly PlacedColumn[], widths: Readonly<Record<string, number>>): string {
  const free = placed.findIndex((column) => !column.resized);
  const grows = free < 0 ? placed.length - 1 : free;
  const tracks = placed.map((column, index) => {
    const width = widths[column.id] ?? column.width;
    return index === grows ? `minmax(${width}px, 1fr)` : `${width}px`;
  });
  return [`${checkboxWidth}px`, ...tracks].join(" ");
}

/** The member's layout with the changed widths. */
export function withWidths(placed: readonly PlacedColumn[], widths: Readonly<Record<string, number>>): ColumnPlace[] {
  return placed.map(({ id, pinned, resized, width }) => {
    const next = clampWidth(widths[id] ?? width);
    return { id, ...(pinned ? { pinned } : {}), ...(resized || next !== width ? { width: next } : {}) };
  });
}
