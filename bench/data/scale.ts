/** The amount of data in a run. There are as many contacts as accounts. */
export type Scale = {
  name: "small" | "full";
  accounts: number;
  /** Opportunities of the pipeline whose board is measured. */
  boardOpportunities: number;
  /** Opportunities of a second pipeline of the same workspace. */
  olderOpportunities: number;
  /** Activities of the measured workspace; one in twenty is still to be done. */
  activities: number;
  /** Other workspaces, of 700 accounts and 300 opportunities each. */
  others: number;
  importRows: number;
};

export const scales: Record<Scale["name"], Scale> = {
  small: {
    name: "small",
    accounts: 20_000,
    boardOpportunities: 10_000,
    olderOpportunities: 0,
    activities: 20_000,
    others: 20,
    importRows: 20_000,
  },
  full: {
    name: "full",
    accounts: 1_000_000,
    boardOpportunities: 10_000,
    olderOpportunities: 990_000,
    activities: 1_000_000,
    others: 999,
    importRows: 100_000,
  },
};
