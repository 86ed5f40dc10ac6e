import { expect, test } from "vitest";
import { markupOf } from "@/test/part";
import { RecordsEmpty } from "./records-empty";

test("what is empty offers nothing to a member who may not import or create", () => {
  const purpose = "Who you sell to.";
  const markup = markupOf(
    <RecordsEmpty noun="accounts" purpose={purpose} importPermission="record:import" create={null} />,
  );
  expect(markup).toContain("No accounts yet");
  expect(markup).toContain(purpose);
  expect(markup).not.toMatch(/import|bring|add|by hand/i);
});
