import { expect, test } from "vitest";
import { whyLocked } from "./why-locked";

const reader = { memberId: "ann", role: "member", readOnly: null, may: true };
const olive = { id: "olive", name: "Olive Owner" };

test("a record that its reader may not change says why, and whom to ask", () => {
  const why = (owner: Parameters<typeof whyLocked>[1], of: object = {}) =>
    whyLocked("account", owner, { ...reader, ...of }).replace("You can read this account but not change it. ", "");
  const others = "Ask a manager of the team or an admin.";
  expect(why(olive)).toBe("Ask its owner Olive Owner, a manager of the team or an admin.");
  expect(why(null)).toBe(`It has no owner. ${others}`);
  expect(why({ ...olive, placeholder: true })).toBe(others);
  expect(why({ ...olive, removed: true })).toBe(others);
  expect(why({ id: "ann", name: "Ann" })).toBe(others);
  expect(why(undefined)).toBe(others);
  expect(why(olive, { role: "viewer", may: false })).toBe(
    "The role Viewer does not allow it. Ask an owner or admin of the workspace.",
  );
  expect(why(olive, { role: "guest" })).toBe("Ask the person who shared it with you.");
  expect(why(olive, { readOnly: "This workspace is not paid for." })).toBe("This workspace is not paid for.");
});
