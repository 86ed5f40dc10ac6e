import { expect, test } from "vitest";
import { WorkspaceProvider } from "@/components/layout/workspace-context";
import type { VisibilityLevel } from "@/lib/roles";
import { exampleWorkspace, markupOf } from "@/test/part";
import { RecordsEmpty } from "./records-empty";

const purpose = "Who you sell to.";

function shown(visibility: VisibilityLevel): string {
  return markupOf(
    <WorkspaceProvider value={{ ...exampleWorkspace, visibility: { account: visibility } }}>
      <RecordsEmpty entity="account" noun="accounts" purpose={purpose} importPermission="record:import" create={null} />
    </WorkspaceProvider>,
  );
}

test("an empty list offers no action to a member who may not import or create", () => {
  expect(shown("all")).toContain("No accounts yet");
  expect(shown("all")).toContain(purpose);
  expect(shown("all")).not.toMatch(/import|bring|add|by hand|see/i);
});

test.each([
  ["teams", "You can see your own accounts, those of your teams, and those without an owner."],
  ["own", "You can see your own accounts, and those without an owner."],
  ["nothing", "As a viewer you cannot see any accounts: members see only their own."],
] as const)("who sees a part of them only (%s) is not told that there are none", (visibility, words) => {
  expect(shown(visibility)).toContain("No accounts that you can see");
  expect(shown(visibility)).toContain(words);
  expect(shown(visibility)).toContain("Owners and admins decide which records members can see.");
});
