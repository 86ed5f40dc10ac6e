import { type AllowedCase, mine } from "./allowed-case";

/** Members change own views. */
const ownView = (more: object = {}) => mine("savedView", "savedView", "ownerId", more);
export const viewCases: Record<string, AllowedCase> = {
  getTile: { input: () => ({ tile: "pipeline", people: "all", by: undefined, period: undefined }) },
  getView: { input: ({ savedView }) => ({ id: savedView }) },
  createView: { input: () => ({ noun: "account", scope: "private", teamId: null, state: {} }) },
  updateView: {
    arrange: ownView(),
    input: () => ({ name: "Another name", scope: undefined, teamId: undefined, state: undefined }),
  },
  moveView: { arrange: ownView(), input: () => ({ afterId: null }) },
  deleteView: { arrange: ownView() },
  restoreView: { arrange: ownView({ archivedAt: new Date() }) },
  setDefaultView: { input: () => ({ noun: "account", role: null, viewId: null, key: "mine" }) },
};
