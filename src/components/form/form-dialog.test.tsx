// @vitest-environment happy-dom

import { act, useLayoutEffect, useState } from "react";
import { expect, test } from "vitest";
import { z } from "zod";
import { isEditing } from "@/components/ui/use-editing";
import { mounted } from "@/test/mounted";
import { FormDialog } from "./form-dialog";
import { useZodForm } from "./use-zod-form";

interface Page {
  type?: (name: string) => void;
  name?: () => string;
  stage?: (stage: string) => void;
}

/** A form with a value of its place, which may change while somebody types. */
function PageWithForm({ on }: { on: Page }) {
  const [open, setOpen] = useState(true);
  const [stage, setStage] = useState("lead");
  const form = useZodForm(z.object({ name: z.string(), stage: z.string() }), {
    defaultValues: { name: "", stage: "" },
    values: { name: "", stage },
    resetOptions: { keepDirtyValues: true },
  });
  // The test, which is outside of React.
  useLayoutEffect(() => {
    const type = (name: string) => form.setValue("name", name, { shouldDirty: true });
    Object.assign(on, { type, name: () => form.getValues("name"), stage: setStage });
  }, [on, form]);
  return (
    <FormDialog
      open={open}
      onOpenChange={setOpen}
      title="New opportunity"
      form={form}
      submit="Create"
      onSubmit={() => undefined}
    >
      <input aria-label="Name" {...form.register("name")} />
    </FormDialog>
  );
}

test("a form whose preset may change keeps what was typed until it is closed, and nothing after", async () => {
  const on: Page = {};
  await mounted(<PageWithForm on={on} />);
  await act(async () => on.type?.("Harbour crane"));
  await act(async () => on.stage?.("qualified"));
  expect([on.name?.(), isEditing()]).toEqual(["Harbour crane", true]);
  const cancel = [...document.querySelectorAll("button")].find(({ textContent }) => textContent === "Cancel");
  await act(async () => cancel?.click());
  expect([on.name?.(), isEditing()]).toEqual(["", false]);
});
