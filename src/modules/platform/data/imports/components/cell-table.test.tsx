import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { CellRow } from "./cell-table";

test("a cell that is best left empty says so, and one that can be read what it is", () => {
  const cell = {
    ...{ row: "4", header: "Amount", value: "#N/A", edited: null, skipped: false, reason: "It is an error." },
    ...{ editable: true, onEdit: () => undefined, onSkip: () => undefined, onUndo: () => undefined },
  };
  const words = (suggestion: string) => renderToStaticMarkup(<CellRow {...cell} suggestion={suggestion} />);
  expect(words("")).toContain("Leave empty");
  expect(words("12")).toContain("Use 12");
});
