import { expect, test } from "vitest";
import { ExpectedWindowProvider } from "@/components/layout/expected-window";
import { markupOf } from "@/test/part";
import { useIsPhone, useRowHeight } from "./use-table-metrics";

function Metrics() {
  return `${useIsPhone() ? "phone" : "desk"} ${useRowHeight()}`;
}

test.each([
  [{ phone: false, density: "comfortable" }, "desk 36"],
  [{ phone: false, density: "compact" }, "desk 30"],
  [{ phone: true, density: "compact" }, "phone 60"],
] as const)("the server draws rows for the window that it expects: %o", (value, metrics) => {
  const part = (
    <ExpectedWindowProvider value={value}>
      <Metrics />
    </ExpectedWindowProvider>
  );
  expect(markupOf(part)).toBe(metrics);
});
