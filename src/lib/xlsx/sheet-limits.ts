/** Rows of a sheet with its header, and characters of a cell: the bounds of the format. */
export const maxSheetRows = 1_048_576;
export const maxCellLength = 32_767;

/** Rows below the header of a sheet that is read. */
export const maxSheetRowsRead = 100_000;

/** The first cell of a sheet that says what an exported workbook holds: imports leave such a sheet out. */
export const coverTitle = "About this export";
