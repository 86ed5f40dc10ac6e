/** The activities that an act on a repeating one changes: it alone, also those that follow, or all that are still to be done. */
export const scopes = ["one", "following", "all"] as const;
export type SeriesScope = (typeof scopes)[number];
