import { expect, test } from "vitest";
import { WorkspaceProvider } from "@/components/layout/workspace-context";
import type { Sight } from "@/lib/roles";
import { exampleWorkspace, markupOf } from "@/test/part";
import { RecordsEmpty } from "./records-empty";

const purpose = "Who you sell to.";

function shown(sight: Sight): string {
  return markupOf(
    <WorkspaceProvider value={{ ...exampleWorkspace, sight: { account: sight } }}>
      <RecordsEmpty entity="account" noun="accounts" purpose={purpose} importPermission="record:import" create={null} />
    </WorkspaceProvider>,
  );
}

test("what is empty offers nothing to a member who may not import or create", () => {
  expect(shown("all")).toContain("No accounts yet");
  expect(shown("all")).toContain(purpose);
  expect(shown("all")).not.toMatch(/import|bring|add|by hand|see/i);
});

test.each([
  ["teams", "You see your own accounts, those of your teams, and those that nobody owns."],
  ["own", "You see your own accounts, and those that nobody owns."],
  ["nothing", "As a viewer you see no accounts: each member sees their own only."],
] as const)("who sees a part of them only (%s) is not told that there are none", (sight, words) => {
  expect(shown(sight)).toContain("No accounts that you can see");
  expect(shown(sight)).toContain(words);
  expect(shown(sight)).toContain("Owners and admins set who sees what.");
});
