import { expect, test } from "vitest";
import { markupOf } from "@/test/part";
import { TeamMembers } from "./team-members";

test("a placeholder in a team has a dashed ring, as everywhere", () => {
  const pictures = (placeholder: boolean) => {
    const members = [{ id: "ann", name: "Ann Archer", placeholder }];
    const team = { id: "north", name: "North", parentId: null, version: 1, members, memberCount: 1 };
    return markupOf(<TeamMembers team={team} may={false} />);
  };
  expect(pictures(true)).toContain("outline-dashed");
  expect(pictures(false)).not.toContain("outline-dashed");
});
