/** Maximum number of records in one call. */
export const BULK_LIMIT = 200;
