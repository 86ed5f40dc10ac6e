import { expect, test } from "vitest";
import { type SupportView, WorkspaceProvider } from "@/components/layout/workspace-context";
import { exampleWorkspace, markupOf } from "@/test/part";
import { RowCheckbox } from "./row-checkbox";

const session = {
  id: "s",
  name: "Ruth",
  email: "ruth@throughline.example",
  ticket: "1",
  endsAt: "2026-11-30T12:00:00Z",
};

const shownTo = (support: SupportView | null) =>
  markupOf(
    <WorkspaceProvider value={{ ...exampleWorkspace, support }}>
      <RowCheckbox label="Select Harbourline" checked={false} onToggle={() => undefined} />
    </WorkspaceProvider>,
  );

test("staff who may change nothing see no box to select rows with", () => {
  expect(shownTo({ ...session, write: false })).toBe("");
  expect(shownTo({ ...session, write: true })).toContain("Select Harbourline");
  expect(shownTo(null)).toContain("Select Harbourline");
});
