import { type AllowedCase, changed } from "./allowed-case";

/** The budget is the caller's own: managers set those of their teams and members. */
const ownBudget = (more: object = {}) =>
  changed("budget", "budget", ({ member }) => ({ scope: "member", memberId: member?.id, teamId: null, ...more }));

export const budgetCases: Record<string, AllowedCase> = {
  createBudget: { input: (_ids, { member }) => ({ scope: "member", memberId: member?.id }) },
  updateBudget: { arrange: ownBudget(), input: () => ({ stops: true }) },
  archiveBudget: { arrange: ownBudget() },
  restoreBudget: { arrange: ownBudget({ archivedAt: new Date() }) },
};
