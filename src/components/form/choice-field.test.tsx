import { describe, expect, it } from "vitest";
import { z } from "zod";
import { markupOf } from "@/test/part";
import { YesNoField } from "./choice-field";
import { Form } from "./form";
import { useZodForm } from "./use-zod-form";

function Example({ ready }: { ready: boolean }) {
  const form = useZodForm(z.object({ ready: z.boolean() }), { defaultValues: { ready } });
  return (
    <Form form={form} onSubmit={() => undefined}>
      <YesNoField name="ready" label="Ready" />
    </Form>
  );
}

/** The text of the marked choice. */
const marked = (ready: boolean) => /aria-checked="true"[^>]*>(\w+)</.exec(markupOf(<Example ready={ready} />))?.[1];

describe("a field of yes or no", () => {
  it("shows what the form holds", () => {
    expect([marked(true), marked(false)]).toEqual(["Yes", "No"]);
  });
});
