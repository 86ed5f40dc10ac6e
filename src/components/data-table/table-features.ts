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

/** The server sorts and filters; the table handles columns and selection. */
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
