/** Whether opportunities in a stage are open, won or lost. */
export const stageTypes = ["open", "won", "lost"] as const;
