/**
 * How fast one person may act, far above what hands can do: these numbers stop programs. The requests of API keys are
 * limited by the plan (`plans.ts`).
 */
export const pace = {
  /** Changes of a member in a workspace, from all of their browsers together, within a minute. A change of many records is one. */
  writesPerMinute: 300,
  /**
   * Notices that one member causes another within an hour, and that stand alone. Further ones share one line of the
   * inbox, and their e-mail goes with others.
   */
  noticesAlone: { mentions: 20, others: 60 },
} as const;
