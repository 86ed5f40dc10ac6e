import {
  columnOrderingFeature,
  columnPinningFeature,
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  type Row,
  type RowData,
  rowSelectionFeature,
  tableFeatures,
} from "@tanstack/react-table";

/** Sorting and filtering belong to the server; the table keeps columns and selection. */
export const features = tableFeatures({
  columnOrderingFeature,
  columnPinningFeature,
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  rowSelectionFeature,
});

export type Features = typeof features;
export type ListRow<T extends RowData> = Row<Features, T>;
