// @vitest-environment happy-dom

import { act, useLayoutEffect, useState } from "react";
import { expect, test } from "vitest";
import { z } from "zod";
import { isEditing } from "@/components/ui/use-editing";
import { mounted } from "@/test/mounted";
import { Form } from "./form";
import { useZodForm } from "./use-zod-form";

interface Page {
  type?: (name: string) => void;
  show?: (shown: boolean) => void;
}

/** A page that keeps the values of its form, also while the form is closed. */
function PageWithForm({ on }: { on: Page }) {
  const form = useZodForm(z.object({ name: z.string() }), { defaultValues: { name: "" } });
  const [shown, show] = useState(true);
  // The test, which is outside of React.
  useLayoutEffect(() => {
    Object.assign(on, { show, type: (name: string) => form.setValue("name", name, { shouldDirty: true }) });
  }, [on, form]);
  return shown ? (
    <Form form={form} onSubmit={() => undefined}>
      <input aria-label="Name" {...form.register("name")} />
    </Form>
  ) : null;
}

test("what was typed holds others' changes back as long as its form is on the screen, and no longer", async () => {
  const on: Page = {};
  await mounted(<PageWithForm on={on} />);
  expect(isEditing()).toBe(false);
  await act(async () => on.type?.("Alder Ports"));
  expect(isEditing()).toBe(true);
  await act(async () => on.show?.(false));
  expect(isEditing(), "the form is closed, and its values were not reset").toBe(false);
  await act(async () => on.show?.(true));
  expect(isEditing()).toBe(true);
  await act(async () => on.type?.(""));
  expect(isEditing()).toBe(false);
});
