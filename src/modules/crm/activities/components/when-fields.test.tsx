// @vitest-environment happy-dom
import { act } from "react";
import { FormProvider, useForm } from "react-hook-form";
import { expect, test } from "vitest";
import { ListLocaleProvider } from "@/components/data-table/list-locale";
import { mounted } from "@/test/mounted";
import { WhenFields } from "./when-fields";

const at = { locale: "en-US", currency: "USD", timeZone: "UTC" };

function Example() {
  const form = useForm({ defaultValues: { startsAt: null, dueOn: "2026-01-05", kind: "task" } });
  return (
    <ListLocaleProvider value={at}>
      <FormProvider {...form}>
        <WhenFields />
      </FormProvider>
    </ListLocaleProvider>
  );
}

test("All day keeps the focus when it is pressed, though it stands in another field then", async () => {
  const page = await mounted(<Example />);
  const box = () => page.querySelector<HTMLElement>("[role=checkbox]");
  expect(page.textContent).toContain("Due day");
  expect(page.textContent).not.toContain("No date");
  await act(async () => {
    box()?.focus();
    box()?.click();
  });
  expect(page.textContent).toContain("Starts");
  expect(page.textContent, "an empty time is said").toContain("No date: it will not be in Today or the calendar.");
  expect(document.activeElement).toBe(box());
});
