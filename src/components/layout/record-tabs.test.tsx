// @vitest-environment happy-dom
import { NuqsTestingAdapter } from "nuqs/adapters/testing";
import { act, lazy, Suspense } from "react";
import { expect, test } from "vitest";
import { mounted } from "@/test/mounted";
import { RecordTabs } from "./record-tabs";

test("a panel whose code comes later hides neither its tab, which has the focus, nor the rest of the page", async () => {
  let arrive: (code: { default: () => string }) => void = () => undefined;
  const Late = lazy(() => new Promise<{ default: () => string }>((resolve) => (arrive = resolve)));
  const tabs = [
    { id: "first", label: "First", panel: "At once" },
    { id: "late", label: "Late", panel: <Late /> },
  ];
  const page = await mounted(
    <NuqsTestingAdapter hasMemory>
      <Suspense fallback="No page">
        <RecordTabs label="Record" tabs={tabs} />
      </Suspense>
    </NuqsTestingAdapter>,
  );
  await act(async () => page.querySelectorAll<HTMLElement>("[role=tab]")[1]?.focus());
  expect(page.textContent).toContain("Late is loading");
  expect(page.textContent).not.toContain("No page");
  await act(async () => arrive({ default: () => "Here it is" }));
  expect(page.textContent).toContain("Here it is");
});
