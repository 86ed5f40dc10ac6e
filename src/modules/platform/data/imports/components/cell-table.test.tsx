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

test("a cell that cannot be read may be left empty where its row needs no value", () => {
  const cell = {
    ...{ row: "10 rows", header: "Close date", value: "TBD", edited: null, skipped: false, reason: "It is no date." },
    ...{ editable: true, suggestion: null, onEdit: () => undefined, onSkip: () => undefined, onUndo: () => undefined },
  };
  expect(renderToStaticMarkup(<CellRow {...cell} mayBeEmpty />)).toContain("Leave empty");
  expect(renderToStaticMarkup(<CellRow {...cell} />)).not.toContain("Leave empty");
});
